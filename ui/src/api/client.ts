import { plainData } from "../parts/text";
import { Problem } from "./problem";
import type { Page } from "./types";

export type Query = Record<string, string | number | boolean | undefined>;

export interface Sending {
  method: "POST" | "DELETE";
  body?: unknown;
  /** The same key for another try of the same wish, so that it isn't carried out twice. */
  key?: string;
}

/** Speaks to the server of this page with one token. */
export class Client {
  constructor(
    private readonly token: string,
    /** The server no longer takes the token. */
    private readonly onRefused: () => void = () => undefined,
  ) {}

  async get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const response = await this.ask(path + queryString(query), signal === undefined ? {} : { signal });
    return plainData((await response.json()) as T);
  }

  /** Follows `next` to the end, or until there are `most`. */
  async all<T>(path: string, query: Query = {}, most = 10_000, signal?: AbortSignal): Promise<{ items: T[]; whole: boolean }> {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const page: Page<T> = await this.get(path, { limit: 500, ...query, cursor }, signal);
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined && items.length < most);
    return { items, whole: cursor === undefined };
  }

  /** Empty answers (204) give undefined. */
  async send<T>(path: string, { method, body, key }: Sending): Promise<T> {
    const headers: Record<string, string> = { "Idempotency-Key": key ?? newKey() };
    const init: RequestInit = { method, headers };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    const response = await this.ask(path, init);
    const text = await response.text();
    return text === "" ? (undefined as T) : plainData(JSON.parse(text) as T);
  }

  /** An answer as it comes; its text is not made plain. */
  async raw(path: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
    return this.ask(path, signal === undefined ? { headers } : { headers, signal });
  }

  private async ask(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${this.token}`);
    if (!headers.has("Accept")) {
      headers.set("Accept", "application/json, application/problem+json");
    }
    let response: Response;
    try {
      response = await globalThis.fetch(`/api/v1${path}`, { ...init, headers });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") {
        throw error;
      }
      throw new Problem(0, "The server does not answer", `No answer from ${location.host}. Is Regent running? Try again.`);
    }
    if (response.ok) {
      return response;
    }
    if (response.status === 401) {
      this.onRefused();
    }
    throw await problemOf(response);
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = `The server answered ${response.status}${response.statusText === "" ? "" : ` ${response.statusText}`}.`;
  try {
    const body = plainData((await response.json()) as { title?: string; detail?: string; reasons?: string[] });
    return new Problem(response.status, body.title ?? fallback, body.detail ?? fallback, body.reasons ?? []);
  } catch {
    // Not JSON: a proxy in between answered.
    return new Problem(response.status, fallback, fallback);
  }
}

function queryString(query: Query): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") {
      parts.set(name, String(value));
    }
  }
  return parts.size === 0 ? "" : `?${parts}`;
}

/** crypto.randomUUID is missing where the page is not served over HTTPS or from this machine. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
