import { Button } from "@patternfly/react-core";
import { CheckIcon, CopyIcon } from "@patternfly/react-icons";
import { useEffect, useState } from "react";

/** navigator.clipboard is missing where the page is not served over HTTPS or from this machine. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "pf-v6-u-screen-reader";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(""), 2500);
    return () => clearTimeout(timer);
  }, [said]);
  const click = async () => setSaid((await copy(text)) ? "Copied" : "Select the text and copy it by hand");
  return (
    <span className="copy">
      <Button variant="plain" size="sm" aria-label={label} title={label} onClick={() => void click()} icon={said === "Copied" ? <CheckIcon /> : <CopyIcon />} />
      <span role="status" className={said === "" || said === "Copied" ? "pf-v6-u-screen-reader" : "soft"}>
        {said}
      </span>
    </span>
  );
}

/** Text to take over as it is: configuration or commands. */
export function Snippet({ text, label }: { text: string; label: string }) {
  return (
    <div className="snippet">
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  );
}
