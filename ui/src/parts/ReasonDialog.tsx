import {
  Button,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextArea,
} from "@patternfly/react-core";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { asProblem, type Problem } from "../api/problem";
import { ProblemAlert } from "./States";

interface ReasonDialogProps {
  title: string;
  children?: ReactNode;
  /** What the button says, for example `Approve`. */
  verb: string;
  danger?: boolean;
  /** Whether a reason is asked for; it is then needed. */
  reason?: "needed" | "none";
  placeholder?: string;
  /** Why it can't be sent yet, besides the reason. */
  off?: string | undefined;
  act: (reason: string) => Promise<unknown>;
  onClose: () => void;
  size?: "small" | "medium";
}

/** Asks once more, and for a reason that goes into the record. */
export function ReasonDialog({ title, children, verb, danger = false, reason = "needed", placeholder, off, act, onClose, size = "small" }: ReasonDialogProps) {
  const id = useId();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const lacks = reason === "needed" && text.trim() === "";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacks || busy || off !== undefined) {
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await act(text.trim());
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };

  return (
    <Modal isOpen variant={size} onClose={busy ? undefined : onClose} aria-labelledby={`${id}-title`} elementToFocus={reason === "needed" ? `[id="${id}"]` : undefined}>
      <ModalHeader title={title} labelId={`${id}-title`} />
      <ModalBody>
        <Form id={`${id}-form`} onSubmit={(event) => void submit(event)}>
          {children}
          {reason === "needed" && (
            <FormGroup label="Reason" isRequired fieldId={id}>
              <TextArea
                id={id}
                value={text}
                onChange={(_event, value) => setText(value)}
                resizeOrientation="vertical"
                rows={2}
                placeholder={placeholder}
                validated={tried && lacks ? "error" : "default"}
                aria-describedby={`${id}-help`}
              />
              <FormHelperText>
                <HelperText id={`${id}-help`}>
                  <HelperTextItem variant={tried && lacks ? "error" : "default"}>
                    {tried && lacks ? "Say why: the reason goes into the record." : "Goes into the record, where it stays."}
                  </HelperTextItem>
                </HelperText>
              </FormHelperText>
            </FormGroup>
          )}
          {off !== undefined && tried && <p className="soft">{off}</p>}
          {problem !== null && <ProblemAlert problem={problem} />}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button variant={danger ? "danger" : "primary"} type="submit" form={`${id}-form`} isLoading={busy} isAriaDisabled={busy}>
          {verb}
        </Button>
        <Button variant="link" onClick={onClose} isDisabled={busy}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
