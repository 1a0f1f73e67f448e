export interface ServerEvent {
  id?: string;
  event: string;
  data: string;
}

/**
 * Takes a text/event-stream apart, however its text was cut on the way, as
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation says.
 */
export class EventParser {
  private rest = "";
  private data: string[] = [];
  private event = "";
  private id: string | undefined;
  private started = false;

  /** Milliseconds that the server asks to wait before the next try. */
  retry: number | undefined;

  push(text: string): ServerEvent[] {
    let buffer = this.rest + text;
    if (!this.started && buffer.length > 0) {
      this.started = true;
      buffer = buffer.startsWith("\uFEFF") ? buffer.slice(1) : buffer;
    }
    // A carriage return at the end may be half of a line's end.
    const held = buffer.endsWith("\r") ? "\r" : "";
    const lines = (held === "" ? buffer : buffer.slice(0, -1)).split(/\r\n|\r|\n/);
    this.rest = (lines.pop() ?? "") + held;
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): ServerEvent[] {
    if (line === "") {
      return this.dispatch();
    }
    if (line.startsWith(":")) {
      return [];
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") {
      this.data.push(value);
    } else if (field === "event") {
      this.event = value;
    } else if (field === "id" && !value.includes("\0")) {
      this.id = value;
    } else if (field === "retry" && /^\d+$/.test(value)) {
      this.retry = Number(value);
    }
    return [];
  }

  private dispatch(): ServerEvent[] {
    const { data, event } = this;
    this.data = [];
    this.event = "";
    if (data.length === 0) {
      return [];
    }
    const whole: ServerEvent = { event: event === "" ? "message" : event, data: data.join("\n") };
    return [this.id === undefined ? whole : { ...whole, id: this.id }];
  }
}
