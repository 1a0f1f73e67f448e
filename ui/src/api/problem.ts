/** What the server, or the way to it, had against a request. */
export class Problem extends Error {
  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly reasons: string[] = [],
  ) {
    super(detail === "" ? title : detail);
    this.name = "Problem";
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  return new Problem(0, "The console failed", error instanceof Error ? error.message : String(error));
}
