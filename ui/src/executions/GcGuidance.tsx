import type { GarbageCollection } from "../api/types";
import { Snippet } from "../parts/Copy";
import { Panel } from "../parts/Layout";
import { bytes } from "../parts/units";

/** Deleting leaves the layers in place; this is what frees them, and what should wait for it. */
export function GcGuidance({ gc }: { gc: GarbageCollection }) {
  return (
    <Panel title="Free the bytes: collect garbage" intro={`Deleting a manifest leaves its layers in ${gc.registry}. Its garbage collection frees ${gc.exact ? "exactly" : "at most"} ${bytes(gc.wouldFreeBytes)}; after it, undo is impossible.`}>
      {gc.waits.length > 0 && (
        <div className="waits">
          <strong>Wait for</strong>
          <ul>
            {gc.waits.map((wait) => (
              <li key={wait}>
                <bdi>{wait}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      {gc.text
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => (
          <p key={line}>{line}</p>
        ))}
      {gc.commands.length > 0 && <Snippet text={gc.commands.join("\n")} label="commands that collect garbage" />}
    </Panel>
  );
}
