import { Button } from "@patternfly/react-core";
import { type ReactNode, useState } from "react";
import type { Paging } from "../api/queries";
import { count } from "./units";

interface PagerProps {
  label: string;
  words: string;
  previous?: (() => void) | undefined;
  next?: (() => void) | undefined;
}

export function Pager({ label, words, previous, next }: PagerProps) {
  return (
    <nav className="pager" aria-label={`Pages of ${label}`}>
      <Button variant="secondary" size="sm" isAriaDisabled={previous === undefined} onClick={previous}>
        Previous
      </Button>
      <span role="status">{words}</span>
      <Button variant="secondary" size="sm" isAriaDisabled={next === undefined} onClick={next}>
        Next
      </Button>
    </nav>
  );
}

/** Pages that the server cuts. */
export function ServerPager<T>({ label, paging }: { label: string; paging: Paging<T> }) {
  const { query, number, previous, next } = paging;
  if (number === 1 && next === undefined) {
    return null;
  }
  const rows = query.data?.items.length ?? 0;
  return <Pager label={label} words={`page ${count(number)}, ${count(rows, "row")}${next === undefined ? ", the last" : ""}`} previous={previous} next={next} />;
}

interface PagedProps<T> {
  rows: T[];
  label: string;
  size?: number;
  children: (rows: T[], from: number) => ReactNode;
}

/** Pages of rows that are all here, so that long lists stay quick. */
export function Paged<T>({ rows, label, size = 100, children }: PagedProps<T>) {
  const [wanted, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(wanted, pages - 1);
  const from = page * size;
  const to = Math.min(rows.length, from + size);
  return (
    <>
      {children(rows.slice(from, to), from)}
      {pages > 1 && (
        <Pager
          label={label}
          words={`${count(from + 1)}–${count(to)} of ${count(rows.length)}`}
          previous={page > 0 ? () => setPage(page - 1) : undefined}
          next={page < pages - 1 ? () => setPage(page + 1) : undefined}
        />
      )}
    </>
  );
}
