import { Alert, AlertActionLink, EmptyState, EmptyStateBody, Skeleton } from "@patternfly/react-core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asProblem, type Problem } from "../api/problem";

/** What the server had against it: what, where, what to do. */
export function ProblemAlert({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  return (
    <Alert
      variant="danger"
      isInline
      title={problem.title}
      component="p"
      role="alert"
      actionLinks={onRetry === undefined ? undefined : <AlertActionLink onClick={onRetry}>Try again</AlertActionLink>}
    >
      {problem.detail !== problem.title && <p>{problem.detail}</p>}
      {problem.reasons.length > 0 && (
        <ul className="reasons">
          {problem.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

export function Loading({ lines = 6, what = "Loading" }: { lines?: number; what?: string }) {
  return (
    <div className="loading" role="status">
      <span className="pf-v6-u-screen-reader">{what}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  );
}

interface AnswerProps<T> {
  of: UseQueryResult<T>;
  what?: string;
  lines?: number;
  children: (data: T) => ReactNode;
}

/** What was answered; until then a skeleton, and the problem where there is one. Old data stays beside a new problem. */
export function Answer<T>({ of, what, lines, children }: AnswerProps<T>) {
  if (of.data === undefined) {
    return of.isError ? (
      <ProblemAlert problem={asProblem(of.error)} onRetry={() => void of.refetch()} />
    ) : (
      <Loading lines={lines} what={what} />
    );
  }
  return (
    <>
      {of.isError && <ProblemAlert problem={asProblem(of.error)} onRetry={() => void of.refetch()} />}
      {children(of.data)}
    </>
  );
}

export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <EmptyState titleText={title} headingLevel="h2" variant="sm" className="nothing">
      {children !== undefined && <EmptyStateBody>{children}</EmptyStateBody>}
    </EmptyState>
  );
}
