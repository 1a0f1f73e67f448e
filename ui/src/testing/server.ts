import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

type Answer = Response | ((asked: Asked) => Response | Promise<Response>);

/** Answers in place of the server, `METHOD /path` by `METHOD /path`; what is not listed answers 404. */
export function serve(answers: Record<string, Answer>): Asked[] {
  const log: Asked[] = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const asked: Asked = {
      method: init.method ?? "GET",
      path: address.replace("/api/v1", ""),
      headers: new Headers(init.headers),
      body: init.body === undefined ? undefined : JSON.parse(init.body as string),
    };
    log.push(asked);
    const answer = answers[`${asked.method} ${asked.path.split("?")[0]}`];
    if (answer === undefined) {
      return problem(404, `There is nothing at ${asked.path}.`);
    }
    return answer instanceof Response ? answer.clone() : answer(asked);
  });
  return log;
}

export const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

export const problem = (status: number, detail: string, more: object = {}) =>
  new Response(JSON.stringify({ type: "about:blank", title: `Title ${status}`, status, detail, ...more }), { status, headers: { "Content-Type": "application/problem+json" } });

/** An answer that doesn't come. */
export const never = () => new Promise<Response>(() => undefined);

/** An event stream that ends after this text, or breaks. */
export const stream = (text: string, breaks = false) =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
        if (breaks) {
          controller.error(new TypeError("network error"));
        } else {
          controller.close();
        }
      },
    }),
    { headers: { "Content-Type": "text/event-stream" } },
  );
