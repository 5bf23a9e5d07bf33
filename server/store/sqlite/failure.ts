/** What was thrown in one thread, as plain data for another. */
import { HubProblem, type ProblemCode, type ProblemFacts } from '../../runtime/problem.ts';

export type Failure =
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly detail: string;
      readonly facts: ProblemFacts;
      readonly cause?: string;
    }
  | { readonly kind: 'error'; readonly message: string; readonly stack: string };

export function toFailure(error: unknown): Failure {
  if (error instanceof HubProblem) {
    const { code, detail, facts, cause } = error;
    return { kind: 'problem', code, detail, facts, ...(cause === undefined ? {} : { cause: textOf(cause) }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'error', message, stack: textOf(error) };
}

/** A HubProblem again, or an Error that shows where it came from. */
export function fromFailure(failure: Failure): Error {
  if (failure.kind === 'error') return new Error(failure.message, { cause: failure.stack });
  return new HubProblem(failure.code, failure.detail, failure.facts, failure.cause);
}

const textOf = (value: unknown): string => (value instanceof Error ? (value.stack ?? value.message) : String(value));
