import { Alert, Button, Form, FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from "@patternfly/react-core";
import { type FormEvent, useEffect, useState } from "react";
import { ProblemAlert } from "../parts/States";
import { Mark } from "./Mark";
import { useDoor } from "./session";

export function SignIn() {
  const { state, signIn } = useDoor();
  const [token, setToken] = useState("");
  useEffect(() => {
    document.title = "Sign in · Regent";
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A header can't carry more than this; a paste often brings a line's end.
    const bare = token.trim();
    if (bare !== "") {
      signIn(bare);
    }
  };
  const unfit = /[^\x21-\x7e]/.test(token.trim());
  const asking = state.at === "asking";
  return (
    <main className="sign-in">
      <div className="panel">
        <h1>
          <Mark /> Regent
        </h1>
        <p className="soft">Which images could go, which must stay, and why.</p>
        {state.at === "out" && state.notice !== undefined && <Alert variant="danger" isInline component="p" role="alert" title={state.notice} />}
        {state.at === "failed" && <ProblemAlert problem={state.problem} onRetry={() => signIn(state.token)} />}
        <Form onSubmit={submit}>
          <FormGroup label="Token" isRequired fieldId="token">
            <TextInput
              id="token"
              type="password"
              autoComplete="off"
              spellCheck={false}
              value={token}
              onChange={(_event, value) => setToken(value)}
              placeholder="rgt_…"
              validated={unfit ? "error" : "default"}
              aria-describedby="token-help"
              autoFocus
            />
            <FormHelperText>
              <HelperText id="token-help">
                <HelperTextItem variant={unfit ? "error" : "default"}>
                  {unfit ? (
                    "A token has no spaces and only plain letters, digits and signs."
                  ) : (
                    <>
                      The first one is in <code>DIR/admin-token</code> on the server, where <code>DIR</code> is what <code>regent up --data</code> was given. It stays in this tab only.
                    </>
                  )}
                </HelperTextItem>
              </HelperText>
            </FormHelperText>
          </FormGroup>
          <Button type="submit" variant="primary" isBlock isLoading={asking} isAriaDisabled={asking || token.trim() === "" || unfit}>
            Sign in
          </Button>
        </Form>
      </div>
    </main>
  );
}
