import type { Client } from "../api/client";

/** Saves the whole record as a file that `regent audit-log verify` reads. The token goes in a header, never in an address. */
export async function exportRecord(client: Client): Promise<void> {
  const response = await client.raw("/audit/export", { Accept: "application/x-ndjson" });
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = `regent-record-${new Date().toISOString().slice(0, 10)}.ndjson`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
