import type { Client } from "./client";
import { asProblem, Problem } from "./problem";
import { EventParser, type ServerEvent } from "./sse";

export type StreamState = "connecting" | "open" | "broken" | "ended";

export interface Following {
  onEvent: (event: ServerEvent) => void;
  onState?: (state: StreamState, problem?: Problem) => void;
  /** Asked when the stream ends: whether nothing more can come. */
  isOver: () => boolean;
  signal: AbortSignal;
  /** How long to wait before try number `n`, from 0; milliseconds. */
  pause?: (tries: number) => number;
}

const usualPause = (tries: number) => Math.min(15_000, 500 * 2 ** tries);

/**
 * Reads server-sent events with a bearer token, which EventSource can't send; goes on after the last event heard when
 * the connection breaks. Returns when the stream is over, refused or aborted.
 */
export async function follow(client: Client, path: string, following: Following): Promise<void> {
  const { signal, isOver, onEvent, onState = () => undefined, pause = usualPause } = following;
  let last: string | undefined;
  let tries = 0;
  while (!signal.aborted) {
    onState("connecting");
    const parser = new EventParser();
    try {
      const headers: Record<string, string> = { Accept: "text/event-stream" };
      if (last !== undefined) {
        headers["Last-Event-ID"] = last;
      }
      const response = await client.raw(path, headers, signal);
      onState("open");
      for await (const text of texts(response)) {
        for (const event of parser.push(text)) {
          tries = 0;
          last = event.id ?? last;
          onEvent(event);
        }
      }
      if (isOver()) {
        onState("ended");
        return;
      }
      onState("broken");
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const problem = asProblem(error);
      onState("broken", problem);
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 408 && problem.status !== 429) {
        return;
      }
    }
    await sleep(parser.retry ?? pause(tries++), signal);
  }
}

async function* texts(response: Response): AsyncGenerator<string> {
  if (response.body === null) {
    return;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
