import type { UseQueryResult } from "@tanstack/react-query";
import { useAll } from "../api/queries";
import type { Environment } from "../api/types";

/** All that were ever known. */
export function useEnvironments(): UseQueryResult<{ items: Environment[]; whole: boolean }> {
  return useAll<Environment>("/environments");
}
