import { useEffect, useState } from "react";
import { brief, shortened } from "./text";
import { local, relative, utc } from "./units";

/** A name from elsewhere: isolated in its direction, shortened in the middle, whole in its title. */
export function Name({ text, width = 64, className }: { text: string; width?: number; className?: string }) {
  const short = shortened(text, width);
  return (
    <bdi className={`name ${className ?? ""}`} title={short === text ? undefined : text}>
      {short}
    </bdi>
  );
}

/** The beginning of a digest; what is selected and copied is all of it. */
export function DigestText({ digest }: { digest: string }) {
  const from = digest.indexOf(":") + 1;
  const short = brief(digest);
  return (
    <code className="digest" title={digest}>
      <i>{digest.slice(0, from)}</i>
      {short}
      <i>{digest.slice(from + short.length)}</i>
    </code>
  );
}

/** Tags as chips; of many, the first. */
export function Tags({ tags, most = 8 }: { tags: string[]; most?: number }) {
  if (tags.length === 0) {
    return <span className="soft">untagged</span>;
  }
  return (
    <span className="tags">
      {tags.slice(0, most).map((tag) => (
        <bdi key={tag} className="tag" title={tag}>
          {shortened(tag, 40)}
        </bdi>
      ))}
      {tags.length > most && (
        <span className="soft" title={tags.slice(most, 200).join(", ")}>
          and {tags.length - most} more
        </span>
      )}
    </span>
  );
}

/** The time now, renewed twice a minute. */
export function useNow(every = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** A time in the viewer's zone, with UTC in its title. */
export function When({ at, seconds = false }: { at: string | undefined; seconds?: boolean }) {
  return at === undefined ? (
    <span className="soft">–</span>
  ) : (
    <time dateTime={at} title={utc(at)}>
      {local(at, seconds)}
    </time>
  );
}

/** How long ago a time was, or how far off it is, with both zones in its title. */
export function Since({ at, now }: { at: string | undefined; now: number }) {
  return at === undefined ? (
    <span className="soft">never</span>
  ) : (
    <time dateTime={at} title={`${local(at, true)} here, ${utc(at)}`}>
      {relative(at, now)}
    </time>
  );
}
