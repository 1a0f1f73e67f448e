import { describe, expect, it } from "vitest";
import { EventParser } from "./sse";

const STREAM = ': hello\nretry: 300\n\nid: 1\nevent: step\ndata: {"a":1}\n\nid: 2\nevent: execution\ndata: one\ndata:two\n\ndata\n\nevent: lost\n\nid: 3\ndata: cut';

const EVENTS = [
  { id: "1", event: "step", data: '{"a":1}' },
  { id: "2", event: "execution", data: "one\ntwo" },
  { id: "2", event: "message", data: "" },
];

describe("an event stream", () => {
  it("is taken apart; what is cut off at its end is not an event", () => {
    const parser = new EventParser();
    expect(parser.push(STREAM)).toEqual(EVENTS);
    expect(parser.retry).toBe(300);
  });

  it("says the same wherever its text was cut, with every kind of line end", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = STREAM.replaceAll("\n", end);
      for (let cut = 0; cut <= text.length; cut++) {
        const parser = new EventParser();
        const events = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
        expect(events, `${JSON.stringify(end)} cut at ${cut}`).toEqual(EVENTS);
      }
    }
  });

  it("may begin with a byte order mark", () => {
    expect(new EventParser().push("\uFEFFdata: x\n\n")).toEqual([{ event: "message", data: "x" }]);
  });
});
