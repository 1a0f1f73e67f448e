import { SearchInput } from "@patternfly/react-core";
import { useEffect, useState } from "react";

/** Asks once somebody stops to type. The address is no place for each letter: it follows too late, and letters get lost. */
export function TypedSearch({ label, placeholder, value, onChange }: { label: string; placeholder: string; value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const [asked, setAsked] = useState(value);
  if (told !== value) {
    setTold(value);
    // What was asked here comes back while somebody types on; only what comes from elsewhere counts.
    if (value !== asked) {
      setAsked(value);
      setTyped(value);
    }
  }
  useEffect(() => {
    if (typed === asked) {
      return;
    }
    const timer = setTimeout(() => {
      setAsked(typed);
      onChange(typed);
    }, 300);
    return () => clearTimeout(timer);
  });
  return <SearchInput aria-label={label} placeholder={placeholder} value={typed} onChange={(_event, text) => setTyped(text)} onClear={() => setTyped("")} />;
}
