/** A finding about a document, as data. */

/** Where something begins in the bytes a partner sent. Lines and columns count from 1. */
export type Place = {
  readonly line?: number;
  readonly column?: number;
  /** JSON pointer (RFC 6901) or XML path such as `/EPCISDocument/EPCISBody/EventList/ObjectEvent[2]/action`. */
  readonly path?: string;
};

/** The first layer that can notice: not parseable · against the schema · JSON-LD context · a rule the schema cannot say. */
export type IssueLayer = 'wellformedness' | 'schema' | 'context' | 'rule';

/** `error` refuses the event (or document); `warning` and `note` do not. */
export type Severity = 'error' | 'warning' | 'note';

export type Issue = {
  /** Stable, kebab-case, e.g. `event-time-zone-missing`. */
  readonly id: string;
  readonly layer: IssueLayer;
  readonly severity: Severity;
  /** One sentence: what is wrong, with the offending text. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly at: Place;
  /** Index of the event in its document, from 0; absent when the finding is about the document. */
  readonly event?: number;
};

export const isError = (issue: Issue): boolean => issue.severity === 'error';
