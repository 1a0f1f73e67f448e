import type { ExpectedDuration } from "../api/types";
import { count, span } from "../parts/units";

/** How long something takes, and by what that is known. */
export function Takes({ what, expected }: { what: string; expected: ExpectedDuration }) {
  const basis = expected.basis === "measured" ? `by ${count(expected.steps, "step")} measured` : "assumed: too few steps were carried out of this registry";
  return (
    <p className="soft">
      {what} about {length(expected.seconds)} ({length(expected.atLeast)} to {length(expected.atMost)}), {basis}
      {expected.notes.map((note) => (
        <span key={note}>
          ; <bdi>{note}</bdi>
        </span>
      ))}
      .
    </p>
  );
}

function length(seconds: number): string {
  return span(Math.max(1, seconds));
}
