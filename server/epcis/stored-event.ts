/** An event as the repository keeps it: what it says, who it is, whose it is and where it came from. */
import type { EpcisEvent } from './event.ts';
import type { Place } from './issue.ts';

export type Origin = {
  /** The capture job, which is also the message in the inbox. */
  readonly captureID: string;
  /** Index of the event in its document, from 0. */
  readonly index: number;
  /** Where it begins in the bytes received. */
  readonly at: Place;
  /** When the repository recorded it: milliseconds since 1970-01-01T00:00:00Z, never decreasing from write to write. */
  readonly recordTime: number;
  /** Name of the principal that delivered it. */
  readonly deliveredBy: string;
  /** Sender party of the document (SBDH or `sender`), as written. */
  readonly sender?: string;
  /** `profile@version#hash` of the mapping profile that was applied. */
  readonly profile?: string;
};

export type StoredEvent = {
  /** As given by the sender, else the event hash (`ni:///sha-256;…?ver=CBV2.0`). */
  readonly eventID: string;
  /**
   * Identity for duplicate detection, 32 hex digits. An error declaration has its original's eventID and a key of its
   * own; see `identity.ts`.
   */
  readonly key: string;
  readonly event: EpcisEvent;
  readonly origin: Origin;
};
