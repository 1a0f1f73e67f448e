import { describe, expect, it } from "vitest";
import { problem, serve, stream } from "../testing/server";
import { Client } from "./client";
import type { ServerEvent } from "./sse";
import { follow, type StreamState } from "./stream";

async function followed(over: (events: ServerEvent[]) => boolean) {
  const events: ServerEvent[] = [];
  const states: StreamState[] = [];
  await follow(new Client("t"), "/events", {
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    isOver: () => over(events),
    signal: new AbortController().signal,
    pause: () => 0,
  });
  return { data: events.map(({ data }) => data), states };
}

describe("following events", () => {
  it("goes on after the last event that was heard when the connection breaks", async () => {
    const parts = [stream("id: 1\ndata: a\n\n"), stream("id: 2\ndata: b\n\ndata: half", true), stream("id: 3\ndata: end\n\n")];
    const log = serve({ "GET /events": () => parts.shift() ?? problem(404, "no more") });
    const { data, states } = await followed((events) => events.at(-1)?.data === "end");
    expect(data.at(-1)).toBe("end");
    expect(data.filter((one) => one === "a")).toHaveLength(1);
    expect(log.map(({ headers }) => headers.get("Last-Event-ID"))[0]).toBeNull();
    expect(log[1]?.headers.get("Last-Event-ID")).toBe("1");
    expect(log[1]?.headers.get("Authorization")).toBe("Bearer t");
    expect(states.at(-1)).toBe("ended");
  });

  it("gives up where the server refuses, and tries again where it has trouble", async () => {
    const answers = [problem(503, "later"), problem(403, "not you")];
    const log = serve({ "GET /events": () => answers.shift() ?? problem(404, "no more") });
    const { states } = await followed(() => false);
    expect(log).toHaveLength(2);
    expect(states.at(-1)).toBe("broken");
  });
});
