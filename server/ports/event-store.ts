/**
 * The port of the event repository. SQLite and MongoDB keep the same contract (test/contracts).
 *
 * Nothing is ever overwritten. Events are written under a numbered *write* and are seen by nobody until that write is
 * committed; then all of it is seen at once. A reader holds a `Snapshot` and sees the same repository for as long as it
 * likes, while events arrive.
 */
import type { VocabularyElement } from '../epcis/document.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { EventQuery } from '../query/ast.ts';
import type { Dimension, DimensionValue } from '../query/dimensions.ts';

/** A write in progress. `number` grows by one with every write; `recordTime` never decreases with it. */
export type Write = {
  readonly number: number;
  /** Milliseconds since 1970-01-01T00:00:00Z; the record time of everything written under it. */
  readonly recordTime: number;
};

/** What became of one event given to `append`. Anything but `stored` left the repository as it was. */
export type Appended =
  | { readonly outcome: 'stored' }
  /** This key is there already, committed or earlier in this same write. The caller compares the two. */
  | { readonly outcome: 'exists'; readonly existing: StoredEvent; readonly where: 'committed' | 'this-write' }
  /** Another write, still open, holds this key: its fate decides. */
  | { readonly outcome: 'held'; readonly by: number };

/** One state of the repository. Plain data: it rides in page tokens. */
export type Snapshot = {
  /** The highest write number that had begun. */
  readonly last: number;
  /** Writes up to `last` that are not to be seen: open at that moment, or dead. Ascending. */
  readonly hidden: readonly number[];
  /**
   * Record time up to which nothing can be added any more, in ms: who follows recordTime reads `recordTime < settled`
   * and misses nothing, however writes overlap. Infinity where no write is open.
   */
  readonly settled: number;
};

/** Position in an answer: `order` is the value ordered by (ms, or the sequence again), `sequence` breaks ties. */
export type Cursor = { readonly order: number; readonly sequence: number };

export type FindRequest = {
  readonly query: EventQuery;
  /**
   * What the asker may see: for every member, the event must have one of these terms (`query/terms.ts`). Empty:
   * everything.
   */
  readonly visibility: readonly (readonly string[])[];
  readonly snapshot: Snapshot;
  readonly after?: Cursor;
  /** At most so many events, 1 or more. The store may give fewer and still have more (`next`). */
  readonly limit: number;
};

export type EventPage = {
  readonly events: readonly StoredEvent[];
  /** Present exactly when there may be more. */
  readonly next?: Cursor;
  /** How many candidates were fetched and held against the query. */
  readonly examined: number;
  /** How the candidates were reached, in the store's own words: for people who wonder about the time it took. */
  readonly road?: string;
};

export type EventWriter = {
  /**
   * Takes the next number. Until `leaseMs` from now nobody else may abandon the write; renew before that.
   *
   * @param owner who writes: process and thread. Writes of an owner known to be gone are abandoned on `open`.
   * @param size `small`: everything to be written is at hand and follows at once, so that an adapter may hold a lock
   *   over it; `stream`: it comes piece by piece, and between pieces others must get their turn.
   */
  beginWrite(owner: string, leaseMs: number, size: 'small' | 'stream'): Promise<Write>;
  /**
   * Adds events. Answers one outcome for each, in order. Adding the very event again that this write added before
   * (same key, captureID and index) is `stored`. Meeting a key of a dead write, takes its place.
   * @throws HubProblem lease-lost when this write was abandoned
   */
  append(write: Write, events: readonly StoredEvent[]): Promise<readonly Appended[]>;
  /** Adds master data; a later write of the same element does not replace it, it is the newer state. */
  appendVocabulary(write: Write, captureID: string, elements: readonly VocabularyElement[]): Promise<void>;
  /** Takes back all that one capture job added under this open write. */
  withdraw(write: Write, captureID: string): Promise<void>;
  /** @throws HubProblem lease-lost when this write was abandoned */
  renewWrite(write: Write, leaseMs: number): Promise<void>;
  /**
   * Makes the write visible as a whole, durably (it survives a power cut).
   * @throws HubProblem lease-lost when this write was abandoned; then none of it is or will be visible
   */
  commitWrite(write: Write): Promise<void>;
  /**
   * Ends an open write whose lease has run out, or `mine` whatever its lease: none of it is or will be visible.
   * @returns false when the write is alive, committed or unknown
   */
  abandonWrite(number: number, whose: 'expired' | 'mine'): Promise<boolean>;
};

export type EventReader = {
  /**
   * The repository as it is now, or as a reader saw it at a time.
   * @param at ms since 1970; a time to come is now
   */
  snapshot(at?: number): Promise<Snapshot>;
  /** Events in the query's order (without one: as recorded). `eventCountLimit` and `maxEventCount` are the caller's. */
  find(request: FindRequest): Promise<EventPage>;
  /** How many events match, counted no further than `upTo`. */
  count(request: Omit<FindRequest, 'after' | 'limit'>, upTo: number): Promise<number>;
};

/** A vocabulary element with the record time of its write. */
export type RecordedElement = { readonly element: VocabularyElement; readonly recordTime: number };

export type MasterDataReader = {
  /** The newest state of each element whose id has one of these keys (`epcis/identifier/key.ts`). */
  elements(keys: readonly string[], snapshot: Snapshot): Promise<readonly RecordedElement[]>;
  /** The newest state of each element that names one of these keys among its children. */
  parents(keys: readonly string[], snapshot: Snapshot): Promise<readonly RecordedElement[]>;
  /**
   * The newest state of each element of one type, in the order of their keys (bytes of UTF-8), fewer than `limit` only
   * where there are no more.
   * @param type vocabulary type URI
   * @param after key of the last element of the page before; '' for the first page
   */
  elementsOfType(type: string, snapshot: Snapshot, after: string, limit: number): Promise<readonly RecordedElement[]>;
  /** Vocabulary type URIs of which an element was ever written, committed or not. */
  elementTypes(): Promise<readonly string[]>;
};

export type DimensionReader = {
  /**
   * Values that an event brought, in the order of their keys (bytes of UTF-8), fewer than `limit` only where there are
   * no more. They are kept when events are written and never taken back: whether there is still such an event, and one
   * that the asker may see, a query tells.
   * @param after key of the last value of the page before; '' for the first page
   */
  values(dimension: Dimension, after: string, limit: number): Promise<readonly DimensionValue[]>;
  /**
   * Says of each EPC whether an event is the first one, in the order of recording, that mentions it, among the events
   * that can be seen.
   * @param eventKey the event's `key`; it mentions them all
   * @param epcs keys of the EPCs
   */
  firstMentions(
    eventKey: string,
    epcs: readonly string[],
    seen: Pick<FindRequest, 'visibility' | 'snapshot'>,
  ): Promise<readonly boolean[]>;
};

export type EventStore = EventWriter & EventReader & MasterDataReader & DimensionReader;
