/** What a rule is. Rules judge canonical events, so that one serves every format and, after mapping, every partner. */
import type { EpcisEvent } from '../../epcis/event.ts';
import type { Severity } from '../../epcis/issue.ts';

export type Finding = {
  /** One sentence: what is wrong, with the offending text. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
};

export type Rule = {
  /** Stable, kebab-case. */
  readonly id: string;
  /** Where the standard says so. */
  readonly section: string;
  /** The rule in one sentence, for docs/rules.md. */
  readonly summary: string;
  /** `error` only where the standard forbids it; what is merely doubtful is a `warning`. */
  readonly severity: Severity;
  /** The findings of one event. Called for every event captured: cheap, and linear in the length of its lists. */
  readonly check: (event: EpcisEvent) => Iterable<Finding>;
};
