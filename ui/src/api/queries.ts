import { keepPreviousData, type QueryClient, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSession } from "../session/session";
import type { Query } from "./client";
import { follow } from "./stream";
import type { Page } from "./types";

interface Asking {
  enabled?: boolean;
  /** Milliseconds between two looks. */
  every?: number;
}

/** One object of the server; asked anew once a minute, and when the server says that it changed. */
export function useGet<T>(path: string, query: Query = {}, { enabled = true, every = 60_000 }: Asking = {}): UseQueryResult<T> {
  const { client } = useSession();
  return useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => client.get<T>(path, query, signal),
    enabled,
    refetchInterval: every,
  });
}

/** A list that is needed whole, to sort or to search in it. */
export function useAll<T>(path: string, query: Query = {}, { enabled = true }: Asking = {}): UseQueryResult<{ items: T[]; whole: boolean }> {
  const { client } = useSession();
  return useQuery({
    queryKey: [path, query, "all"],
    queryFn: ({ signal }) => client.all<T>(path, query, 10_000, signal),
    enabled,
    refetchInterval: 60_000,
  });
}

export interface Paging<T> {
  query: UseQueryResult<Page<T>>;
  /** From 1. */
  number: number;
  previous?: () => void;
  next?: () => void;
}

/** One page at a time of a list that can be long; back to the first page when the question changes. */
export function usePages<T>(path: string, asked: Query, limit = 100): Paging<T> {
  const { client } = useSession();
  const question = JSON.stringify([path, asked]);
  const [place, setPlace] = useState<{ question: string; cursors: string[] }>({ question, cursors: [] });
  const cursors = place.question === question ? place.cursors : [];
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: [path, asked, cursor ?? ""],
    queryFn: ({ signal }) => client.get<Page<T>>(path, { ...asked, limit, cursor }, signal),
    placeholderData: keepPreviousData,
  });
  const next = query.data?.next;
  return {
    query,
    number: cursors.length + 1,
    ...(cursors.length > 0 ? { previous: () => setPlace({ question, cursors: cursors.slice(0, -1) }) } : {}),
    ...(next !== undefined ? { next: () => setPlace({ question, cursors: [...cursors, next] }) } : {}),
  };
}

const TOUCHED: Record<string, string[]> = {
  observation: ["/sources", "/registries", "/images", "/environments", "/workloads", "/uses", "/node-images", "/estate", "/doctor"],
  plan: ["/plans", "/registries"],
  execution: ["/executions", "/plans", "/undo"],
  audit: ["/audit"],
};

export function touch(queries: QueryClient, kinds: string[]): void {
  const paths = kinds.flatMap((kind) => TOUCHED[kind] ?? []);
  void queries.invalidateQueries({
    predicate: ({ queryKey: [path] }) =>
      typeof path === "string" && paths.some((one) => path === one || path.startsWith(`${one}/`)),
  });
}

/** Keeps every page fresh while somebody is signed in; several changes within a second are one. */
export function useServerEvents(): void {
  const { client } = useSession();
  const queries = useQueryClient();
  useEffect(() => {
    const over = new AbortController();
    const kinds = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    void follow(client, "/events", {
      signal: over.signal,
      isOver: () => false,
      onEvent: ({ event }) => {
        kinds.add(event);
        timer ??= setTimeout(() => {
          timer = undefined;
          touch(queries, [...kinds]);
          kinds.clear();
        }, 1000);
      },
    });
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [client, queries]);
}
