/** The page of an environment, whose name can have slashes. */
export const environmentPath = (name: string) => `/environments/${encodeURIComponent(name)}`;

/** The page that says who uses an image, now or ever. */
export function usesPath(image: string, ever = false): string {
  return `/uses?${new URLSearchParams({ image, ...(ever ? { ever: "yes" } : {}) })}`;
}

/** The page of workloads to which all of this applies. */
export function workloadsPath(filter: Record<string, string>): string {
  return `/workloads?${new URLSearchParams(filter)}`;
}

/**
 * A digest, by the name under which it is used and without the tag: a tag would find what it means now besides. Without
 * a name there is nothing to ask for.
 */
export function exactly(reference: string | undefined, digest: string | undefined): string | undefined {
  if (reference === undefined) {
    return undefined;
  }
  const [name = "", named] = reference.split("@");
  const wanted = digest ?? named;
  return wanted === undefined ? reference : `${name.replace(/:[^:/]*$/, "")}@${wanted}`;
}
