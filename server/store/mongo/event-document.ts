/**
 * An event as documents, and back.
 *
 * As a rule one document, readable as it lies there. What MongoDB's 16 MiB, its 100 levels or BSON itself do not take
 * becomes a main document and parts: the terms dealt out over them, the event as JSON cut into pieces. Parts are
 * written first, so that a main document never lacks one; they carry its sequence and are cleaned up with it.
 */
import { Binary } from 'mongodb';
import type { StoredEvent } from '../../epcis/stored-event.ts';
import { factKey } from '../../query/term-key.ts';
import { termKeysOf } from '../../query/term-keys.ts';
import { factsOf } from '../../query/terms.ts';
import type { EventDocument, FactEntry, PartDocument } from './collections.ts';
import { fitsBson } from './packed.ts';

/** Terms, and facts, that one document holds. */
const ENTRIES = 20_000;

/** Bytes of JSON that one part holds. */
const PIECE = 4 * 1024 * 1024;

export type EventDocuments = { readonly main: EventDocument; readonly parts: readonly PartDocument[] };

/** @param key 32 hex digits */
export const keyFrom = (key: string): Binary => new Binary(Buffer.from(key, 'hex'));

/** @param sequence the event's place in the order of recording (`sequence.ts`) */
export function toDocuments(stored: StoredEvent, sequence: number): EventDocuments {
  const k = Array.from(termKeysOf(stored));
  const f = factsOf(stored).map(({ path, value }): FactEntry => ({ p: factKey(path), v: value }));
  const key = keyFrom(stored.key);
  const place = { t: stored.event.eventTime.ms, s: sequence };
  const order = { e: place.t, o: place.s };
  if (k.length <= ENTRIES && f.length <= ENTRIES && fitsBson(stored)) {
    return { main: { _id: key, ...place, ...order, k, ...some(f), b: stored }, parts: [] };
  }
  const text = Buffer.from(JSON.stringify(stored), 'utf8');
  const { event: _event, ...who } = stored;
  const count = Math.ceil(Math.max(k.length / ENTRIES, f.length / ENTRIES, text.length / PIECE));
  const parts = Array.from({ length: count }, (_, i): PartDocument => {
    const piece = text.subarray(i * PIECE, (i + 1) * PIECE);
    return {
      _id: partKey(key, sequence, i),
      of: key,
      p: sequence,
      captureID: stored.origin.captureID,
      ...place,
      k: k.slice(i * ENTRIES, (i + 1) * ENTRIES),
      ...some(f.slice(i * ENTRIES, (i + 1) * ENTRIES)),
      ...(piece.length > 0 && { text: new Binary(piece) }),
    };
  });
  return { main: { _id: key, ...place, ...order, k: [], b: who, parts: count }, parts };
}

const some = (f: readonly FactEntry[]): { readonly f?: readonly FactEntry[] } => (f.length > 0 ? { f } : {});

/** Keys of an event's parts, in order. */
export const partKeys = ({ _id, s, parts = 0 }: EventDocument): readonly Binary[] =>
  Array.from({ length: parts }, (_, i) => partKey(_id, s, i));

function partKey(key: Binary, sequence: number, index: number): Binary {
  const bytes = Buffer.alloc(28);
  bytes.set(key.value());
  bytes.writeDoubleBE(sequence, 16);
  bytes.writeUInt32BE(index, 24);
  return new Binary(bytes);
}

export const isPart = (document: EventDocument | PartDocument): document is PartDocument => 'of' in document;

/** @param parts all of them, in order; none for an event that is whole */
export function fromDocuments({ b }: EventDocument, parts: readonly PartDocument[]): StoredEvent {
  if ('event' in b) return b;
  const text = Buffer.concat(parts.map((part) => part.text?.value() ?? new Uint8Array()));
  return JSON.parse(text.toString('utf8')) as StoredEvent; // written by toDocuments
}
