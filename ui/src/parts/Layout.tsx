import { type ReactNode, useEffect, useId } from "react";
import { bytes, share } from "./units";

interface HeadProps {
  /** What the tab says; the heading too, where there is no other. */
  title: string;
  heading?: ReactNode;
  /** Where this is: links that lead up. */
  above?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}

export function Head({ title, heading, above, children, actions }: HeadProps) {
  useEffect(() => {
    document.title = `${title} · Regent`;
  }, [title]);
  return (
    <header className="head">
      {above !== undefined && <p className="above">{above}</p>}
      <div className="head-line">
        <h1>{heading ?? title}</h1>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </div>
      {children}
    </header>
  );
}

interface PanelProps {
  title: string;
  kind?: "blind" | "care";
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Without a card around it: the table in it has its own edge. */
  bare?: boolean;
}

export function Panel({ title, kind, intro, actions, children, bare = false }: PanelProps) {
  const id = useId();
  return (
    <section className={bare ? "section" : `section panel ${kind ?? ""}`} aria-labelledby={id}>
      <div className="head-line">
        <h2 id={id}>{title}</h2>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </div>
      {intro !== undefined && <p className="soft intro">{intro}</p>}
      {children}
    </section>
  );
}

export interface TileProps {
  name: string;
  value: ReactNode;
  aside?: ReactNode;
  tone?: "goes" | "undecided" | "good" | undefined;
}

export function Tiles({ tiles }: { tiles: TileProps[] }) {
  return (
    <dl className="tiles">
      {tiles.map(({ name, value, aside, tone }) => (
        <div key={name} className={tone}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {aside !== undefined && <dd className="aside">{aside}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** How much of a whole could go, as a bar; the words beside it say the same. */
function ShareBar({ part, whole }: { part: number; whole: number }) {
  const width = part > 0 && whole > 0 ? Math.min(100, Math.max(1, (100 * part) / whole)) : 0;
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="stays" width="100" height="8" />
      <rect className="goes" width={width} height="8" />
    </svg>
  );
}

/** Bytes that could go, and how much of all they are. */
export function Goes({ part, whole }: { part: number; whole: number }) {
  return part === 0 ? (
    <span className="soft">–</span>
  ) : (
    <span className="share">
      <span className="goes">{bytes(part)}</span>
      <ShareBar part={part} whole={whole} />
      <span className="soft">{share(part, whole)}</span>
    </span>
  );
}

/** One line of a `dl.facts`. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
