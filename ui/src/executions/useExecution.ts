import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { touch, useGet } from "../api/queries";
import { follow, type StreamState } from "../api/stream";
import type { Execution, ExecutionHead, StepEvent } from "../api/types";
import { plainData } from "../parts/text";
import { useSession } from "../session/session";
import { advanced, type Heard, isFinal } from "./progress";

const DRAW_EVERY = 120;

/** An execution that moves on as its events come in; many events are drawn at once. */
export function useExecution(id: string) {
  const { client } = useSession();
  const queries = useQueryClient();
  const path = `/executions/${encodeURIComponent(id)}`;
  const answer = useGet<Execution>(path);
  const [stream, setStream] = useState<StreamState>("connecting");
  const moving = answer.data !== undefined && !isFinal(answer.data.state);

  useEffect(() => {
    if (!moving) {
      return;
    }
    const over = new AbortController();
    let heard: Heard = { steps: [] };
    let final = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      const now = heard;
      heard = { steps: [] };
      queries.setQueryData<Execution>([path, {}], (old) => (old === undefined ? old : advanced(old, now)));
    };
    void follow(client, `${path}/events`, {
      signal: over.signal,
      isOver: () => final,
      onState: setStream,
      onEvent: ({ event, data }) => {
        if (event === "step") {
          heard.steps.push(plainData(JSON.parse(data) as StepEvent));
        } else if (event === "execution") {
          heard.head = plainData(JSON.parse(data) as ExecutionHead);
          final = isFinal(heard.head.state);
        }
        timer ??= setTimeout(draw, DRAW_EVERY);
      },
    }).then(() => {
      if (!over.signal.aborted) {
        // What only the whole answer has: garbage collection and what undo is possible.
        touch(queries, ["execution"]);
      }
    });
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [client, queries, path, moving]);

  useEffect(() => {
    if (answer.data !== undefined && !moving) {
      touch(queries, ["execution", "plan", "audit"]);
    }
    // Once, when it comes to its end: the data's other changes don't matter here.
  }, [moving]);

  return { answer, stream: moving ? stream : ("ended" as StreamState) };
}
