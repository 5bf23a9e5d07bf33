/**
 * Failures the hub knows by name.
 *
 * A document that breaks a rule is not a failure: it yields `Issue`s (`epcis/issue.ts`). A `HubProblem` is what a
 * caller must be told; everything else that is thrown is a bug and ends as 500 with nothing of it in the answer.
 */

/** Every code, in the order of docs/problems.md (a test holds the two lists together). */
export const problemCodes = [
  'document-invalid',
  'document-too-large',
  'event-limit-exceeded',
  'media-type-unsupported',
  'header-invalid',
  'not-acceptable',
  'query-parameter',
  'query-invalid',
  'query-too-large',
  'query-too-complex',
  'page-token-invalid',
  'identifier-invalid',
  'uri-too-long',
  'event-exists',
  'event-unknown',
  'query-exists',
  'query-unknown',
  'capture-unknown',
  'identifier-unknown',
  'resource-unknown',
  'method-not-allowed',
  'unauthenticated',
  'forbidden',
  'key-unknown',
  'configuration-invalid',
  'store-unavailable',
  'store-version',
  'shutting-down',
  'lease-lost',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** More than the sentence: named values that travel with a problem into its answer. */
export type ProblemFacts = {
  /** The query parameter, header or configuration variable that is at fault. */
  readonly name?: string;
  /** Values that would have been allowed. */
  readonly allowed?: readonly string[];
  /** Findings about a document, most important first. Plain data, printed as they are. */
  readonly findings?: readonly object[];
};

/** A failure the hub knows by name. `detail` may be shown to a partner; `cause` goes to the log only. */
export class HubProblem extends Error {
  override readonly name = 'HubProblem';
  readonly code: ProblemCode;
  readonly detail: string;
  readonly facts: ProblemFacts;

  constructor(code: ProblemCode, detail: string, facts: ProblemFacts = {}, cause?: unknown) {
    super(`${code}: ${detail}`, { cause });
    this.code = code;
    this.detail = detail;
    this.facts = facts;
  }
}
