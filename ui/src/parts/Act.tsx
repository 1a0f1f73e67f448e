import { Button, type ButtonProps, Tooltip } from "@patternfly/react-core";
import { useId } from "react";

interface ActProps {
  children: string;
  /** Why it is off; undefined where it is on. */
  off?: string | undefined;
  onClick?: () => void;
  type?: "button" | "submit";
  variant?: ButtonProps["variant"];
  size?: "sm" | "default";
  isLoading?: boolean;
  /** Says why it is off below it, not only when asked. */
  explained?: boolean;
  label?: string;
}

/** A button that says why it is off. It stays in the order of the keys, so that the reason can be found. */
export function Act({ children, off, onClick, variant = "secondary", size = "default", isLoading = false, explained = false, label, type = "button" }: ActProps) {
  const id = useId();
  const button = (
    <Button
      type={type}
      variant={variant}
      size={size}
      isAriaDisabled={off !== undefined || isLoading}
      isLoading={isLoading}
      aria-label={label}
      aria-describedby={off === undefined ? undefined : id}
      onClick={onClick}
    >
      {children}
    </Button>
  );
  if (off === undefined) {
    return button;
  }
  return explained ? (
    <span className="act">
      {button}
      <span id={id} className="soft off">
        {off}
      </span>
    </span>
  ) : (
    <>
      <Tooltip content={off} aria="none">
        {button}
      </Tooltip>
      <span id={id} className="pf-v6-u-screen-reader">
        {off}
      </span>
    </>
  );
}
