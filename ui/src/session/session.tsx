import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Client, newKey } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import type { WhoAmI } from "../api/types";

const KEY = "regent-token";

export interface Session {
  client: Client;
  who: WhoAmI;
  signOut: () => void;
}

type State =
  | { at: "out"; notice?: string }
  | { at: "asking"; token: string; again: boolean }
  | { at: "failed"; token: string; problem: Problem }
  | { at: "in"; client: Client; who: WhoAmI };

interface Door {
  state: State;
  signIn: (token: string) => void;
  signOut: (notice?: string) => void;
}

const DoorContext = createContext<Door | null>(null);
const SessionContext = createContext<Session | null>(null);

/** Keeps the token for this tab only: in sessionStorage, never in an address or a cookie. */
export function DoorProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>(() => {
    const token = sessionStorage.getItem(KEY);
    return token === null ? { at: "out" } : { at: "asking", token, again: true };
  });
  const queries = useQueryClient();

  const signOut = useCallback(
    (notice?: string) => {
      sessionStorage.removeItem(KEY);
      queries.clear();
      setState(notice === undefined ? { at: "out" } : { at: "out", notice });
    },
    [queries],
  );
  const signIn = useCallback((token: string) => setState({ at: "asking", token, again: false }), []);

  const asked = state.at === "asking" ? state.token : undefined;
  useEffect(() => {
    if (asked === undefined) {
      return;
    }
    let wanted = true;
    const client = new Client(asked, () => signOut("The server does not accept this token (any more): it may be mistyped, revoked or expired."));
    client
      .get<WhoAmI>("/whoami")
      .then((who) => {
        if (wanted) {
          sessionStorage.setItem(KEY, asked);
          setState({ at: "in", client, who });
        }
      })
      .catch((error: unknown) => {
        const problem = asProblem(error);
        if (wanted && problem.status !== 401) {
          setState({ at: "failed", token: asked, problem });
        }
      });
    return () => {
      wanted = false;
    };
  }, [asked, signOut]);

  const door = useMemo(() => ({ state, signIn, signOut }), [state, signIn, signOut]);
  return <DoorContext.Provider value={door}>{children}</DoorContext.Provider>;
}

export function useDoor(): Door {
  const door = useContext(DoorContext);
  if (door === null) {
    throw new Error("useDoor is used outside of DoorProvider");
  }
  return door;
}

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) {
    throw new Error("useSession is used before signing in");
  }
  return session;
}

/** A key for `Idempotency-Key` that stays the same while the same body is tried again without an answer. */
export function useIntent(): { keyFor: (body: unknown) => string; answered: () => void } {
  const held = useRef<{ body: string; key: string } | null>(null);
  return useMemo(
    () => ({
      keyFor: (body: unknown) => {
        const text = JSON.stringify(body) ?? "";
        if (held.current?.body !== text) {
          held.current = { body: text, key: newKey() };
        }
        return held.current.key;
      },
      answered: () => {
        held.current = null;
      },
    }),
    [],
  );
}
