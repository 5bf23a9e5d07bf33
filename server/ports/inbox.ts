/**
 * The inbox: every message as it was received, durably, before anything can fail; and the queue of what is still to be
 * captured. A message is a capture job: it has one identity, `captureID`.
 */
import type { Issue } from '../epcis/issue.ts';

export type CaptureErrorBehaviour = 'rollback' | 'proceed';

export type InboxMeta = {
  readonly captureID: string;
  readonly mediaType: string;
  /** Name of the principal that delivered it. */
  readonly deliveredBy: string;
  /** `rest`, `file` … */
  readonly road: string;
  readonly errorBehaviour: CaptureErrorBehaviour;
  /** Headers that matter for reading it (GS1-Extensions), lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
};

/** One entry of a job's errors. `type` is the standard's exception name without prefix. */
export type CaptureError = {
  readonly type:
    | 'ValidationException'
    | 'ResourceAlreadyExistsException'
    | 'CaptureLimitExceededException'
    | 'ImplementationException';
  readonly title: string;
  readonly detail: string;
  /** Index of the event it is about. */
  readonly event?: number;
  readonly issue?: Issue;
};

export type CaptureResult = {
  readonly success: boolean;
  readonly finishedAt: number;
  /** Events of the document that are in the repository because of this job. */
  readonly stored: number;
  /** Events that were there already. */
  readonly known: number;
  /** Events not stored because of an error of theirs, or (rollback) of another. */
  readonly refused: number;
  readonly errors: readonly CaptureError[];
  /** Findings that did not refuse anything. */
  readonly warnings: readonly Issue[];
  /** eventIDs, for a job of one event. */
  readonly eventIDs?: readonly string[];
};

export type InboxMessage = InboxMeta & {
  readonly bytes: number;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
  /** Position in the order of arrival; grows. */
  readonly arrival: number;
  /** How often a worker has begun it. */
  readonly attempts: number;
  readonly result?: CaptureResult;
};

/** A message that a worker holds. `token` proves it. */
export type Claim = { readonly message: InboxMessage; readonly token: string };

export type Inbox = {
  /**
   * Keeps a message. When this resolves the bytes survive a power cut; when it rejects, nothing of it is left.
   * The stream is read chunk by chunk: memory does not depend on its length.
   * @throws whatever reading `bytes` throws
   */
  put(meta: InboxMeta, bytes: AsyncIterable<Uint8Array>): Promise<InboxMessage>;
  /** The bytes exactly as received. */
  read(captureID: string): AsyncIterable<Uint8Array>;
  get(captureID: string): Promise<InboxMessage | undefined>;
  /** Newest first. `before`: only messages that arrived before this arrival. */
  list(limit: number, before?: number): Promise<readonly InboxMessage[]>;
  /**
   * Takes the oldest messages that nobody holds and whose time has come, for `leaseMs`. Two workers never hold one
   * message at the same time unless a lease ran out.
   * @param bytes stop taking more when their lengths add up to this (the first is always taken)
   */
  claim(owner: string, leaseMs: number, limit: number, bytes: number): Promise<readonly Claim[]>;
  /** @throws HubProblem lease-lost */
  renew(claim: Claim, leaseMs: number): Promise<void>;
  /** Ends the job, once and for all. @throws HubProblem lease-lost */
  finish(claim: Claim, result: CaptureResult): Promise<void>;
  /** Gives it back, not to be taken before `notBefore` (ms since 1970). */
  release(claim: Claim, notBefore: number): Promise<void>;
  /** Messages without a result. */
  waiting(): Promise<number>;
};
