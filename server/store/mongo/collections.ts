/** The collections and what lies in them. Short names repeat in every document; their meaning stands here. */
import type { Binary, Collection, Db } from 'mongodb';
import type { VocabularyElement } from '../../epcis/document.ts';
import type { StoredEvent } from '../../epcis/stored-event.ts';
import type { CaptureResult, InboxMeta } from '../../ports/inbox.ts';
import type { ApiKey } from '../../ports/key-store.ts';
import type { NamedQuery } from '../../ports/query-store.ts';
import type { ProcessIdentity } from './process-identity.ts';

export type FactEntry = { readonly p: number; readonly v: number };

/** What an event and each part of a large one have in common: what can be asked. */
type Asked = {
  /** Event time, ms. */
  readonly t: number;
  /** Sequence (`sequence.ts`). */
  readonly s: number;
  /** Keys of its terms (`query/term-key.ts`), all or those of this part. */
  readonly k: readonly number[];
  /** Facts, path key and value; absent where there are none. */
  readonly f?: readonly FactEntry[];
};

/** An event. Its identity for duplicate detection is the document's: MongoDB itself keeps it unique. */
export type EventDocument = Asked & {
  /** The 16 bytes of `StoredEvent.key`. */
  readonly _id: Binary;
  /** Event time and sequence once more: parts do not have these, so that they stand in nobody's way in either order. */
  readonly e: number;
  readonly o: number;
  /** The event; of one in parts only who it is and whence. */
  readonly b: StoredEvent | Omit<StoredEvent, 'event'>;
  /** How many parts hold the rest, written before this document. Absent: it is whole. */
  readonly parts?: number;
};

/** A piece of an event that does not fit into one document, or not as it is. */
export type PartDocument = Asked & {
  /** Key of the event, sequence, number of the part: unique, and the same when written again. */
  readonly _id: Binary;
  /** Key of the event it is a part of. */
  readonly of: Binary;
  /** The sequence once more, which only parts have. */
  readonly p: number;
  readonly captureID: string;
  /** A piece of the event as JSON in UTF-8. */
  readonly text?: Binary;
};

/** A state of a vocabulary element. */
export type ElementDocument = {
  readonly _id: number;
  readonly s: number;
  readonly captureID: string;
  /** Key of its id. */
  readonly n: string;
  /** Its type. */
  readonly y: string;
  /** Term keys of its children's keys. */
  readonly c: readonly number[];
  /** The element (`packed.ts`); null in a document that only lists more children. */
  readonly b: VocabularyElement | Binary | null;
  readonly recordTime: number;
};

/** A write that has an end. */
export type EndedWrite = {
  readonly n: number;
  readonly recordTime: number;
  /** Writes that were open when it began. */
  readonly beside: readonly number[];
  /** When it ended. */
  readonly at: number;
};

export type OpenWrite = Omit<EndedWrite, 'at'> &
  Partial<ProcessIdentity> & {
    /** Made by who began it, so that beginning can be repeated. */
    readonly token: string;
    readonly owner: string;
    /** End of the lease. */
    readonly until: number;
  };

/** The one document that decides what is visible. */
export type WritesState = {
  readonly _id: 'writes';
  /** Highest number given. */
  readonly last: number;
  /** Time of the latest change, ms; never decreases. */
  readonly time: number;
  /** Events of all committed writes. */
  readonly events: number;
  readonly open: readonly OpenWrite[];
  /** Abandoned, and perhaps not cleaned up yet. */
  readonly dead: readonly EndedWrite[];
  /** Committed, and perhaps not in the log yet. */
  readonly committed: readonly EndedWrite[];
};

/** The past of `WritesState`, one document for each ended write. */
export type WriteLogDocument = Omit<EndedWrite, 'n' | 'at'> & {
  readonly _id: number;
  readonly committedAt?: number;
  readonly abandonedAt?: number;
};

/** Number of the latest message. */
export type Arrivals = { readonly _id: 'arrivals'; readonly last: number };

export type SchemaVersion = { readonly _id: 'schema'; readonly version: number };

/** Uploads that began before `until` (ms) were looked at: none of them is left unfinished. */
export type Sweep = { readonly _id: 'sweep'; readonly until: number };

export type MessageDocument = Omit<InboxMeta, 'captureID' | 'headers'> & {
  /** captureID. */
  readonly _id: string;
  /** Pairs, because a header's name may hold what a field's name must not. */
  readonly headers: readonly (readonly [string, string])[];
  readonly arrival: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Where its bytes are: chunks `upload/0` to `upload/(chunks-1)`. */
  readonly upload: string;
  readonly chunks: number;
  readonly attempts: number;
  /** May be taken from then on, ms: when the lease of its holder ends, or the time it was put back for. Absent: done. */
  readonly due?: number;
  /** Proof of who holds it. */
  readonly token?: string;
  readonly owner?: string;
  readonly holder?: ProcessIdentity;
  readonly result?: CaptureResult | Binary;
};

export type ChunkDocument = {
  /** `upload/number`. */
  readonly _id: string;
  /** Up to 1 MiB of the message, compressed (zstd). */
  readonly data: Binary;
  /** When the upload began, and what for; on its first chunk only. */
  readonly began?: number;
  readonly captureID?: string;
};

export type KeyDocument = Omit<ApiKey, 'id'> & { readonly _id: string };

/** A value that a list may hold. `_id`: dimension, a blank, and the value's key. */
export type ValueDocument = { readonly _id: string; readonly text: string };

/** `_id`: its name. */
export type QueryDocument = Omit<NamedQuery, 'name' | 'query'> & {
  readonly _id: string;
  /** As JSON: names of parameters may hold what names of fields must not. */
  readonly query: string;
  /** Made by who put it, so that putting can be repeated. */
  readonly token: string;
};

/** `_id`: hash of the token. */
export type RevokedToken = { readonly _id: string; readonly expiresAt: number };

export type Collections = {
  readonly events: Collection<EventDocument | PartDocument>;
  readonly vocabulary: Collection<ElementDocument>;
  /** The one collection `state`, by the document meant. */
  readonly state: Collection<WritesState>;
  readonly arrivals: Collection<Arrivals>;
  readonly schema: Collection<SchemaVersion>;
  readonly sweep: Collection<Sweep>;
  readonly writes: Collection<WriteLogDocument>;
  readonly messages: Collection<MessageDocument>;
  readonly chunks: Collection<ChunkDocument>;
  readonly keys: Collection<KeyDocument>;
  readonly values: Collection<ValueDocument>;
  readonly queries: Collection<QueryDocument>;
  readonly revokedTokens: Collection<RevokedToken>;
};

export const collectionsOf = (db: Db): Collections => ({
  events: db.collection('events'),
  vocabulary: db.collection('vocabulary'),
  state: db.collection('state'),
  arrivals: db.collection('state'),
  schema: db.collection('state'),
  sweep: db.collection('state'),
  writes: db.collection('writes'),
  messages: db.collection('messages'),
  chunks: db.collection('chunks'),
  keys: db.collection('keys'),
  values: db.collection('values'),
  queries: db.collection('queries'),
  revokedTokens: db.collection('revokedTokens'),
});
