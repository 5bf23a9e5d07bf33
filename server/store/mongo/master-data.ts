/** Master data: every state of every vocabulary element, and the newest that a snapshot sees. */
import { Binary } from 'mongodb';
import type { VocabularyElement } from '../../epcis/document.ts';
import { identifierKey } from '../../epcis/identifier/key.ts';
import type { MasterDataReader, RecordedElement, Snapshot, Write } from '../../ports/event-store.ts';
import { termKey } from '../../query/term-key.ts';
import type { Collections, ElementDocument } from './collections.ts';
import type { Connection } from './connection.ts';
import { indexes } from './indexes.ts';
import { insert } from './insert.ts';
import { pack, unpack } from './packed.ts';
import { firstOf, makeVisible, writeOf } from './sequence.ts';

type Deps = { readonly connection: Connection; readonly collections: Collections };

/** Children that one document lists; more go into further documents, which only the index is for. */
const CHILDREN = 100_000;

/** Documents of one insert command. */
const BATCH = 100;

/** States read at a time, to find the newest of each element. */
const STATES = 1000;

/** Elements looked up at a time. */
const PARALLEL = 16;

/** @param take gives the first of so many sequences */
export async function appendElements(
  { connection }: Deps,
  write: Write,
  captureID: string,
  elements: readonly VocabularyElement[],
  take: (count: number) => number,
): Promise<void> {
  for (let at = 0; at < elements.length; at += BATCH) {
    const documents = elements.slice(at, at + BATCH).flatMap((element) => toDocuments(write, captureID, element, take));
    // Large ones alone: a command ends at 16 MiB.
    const large = documents.filter((document) => document.b instanceof Binary || document.c.length > BATCH);
    for (const document of large) await insert(connection, 'vocabulary', [document]);
    const small = documents.filter((document) => !large.includes(document));
    if (small.length > 0) await insert(connection, 'vocabulary', small);
  }
}

function toDocuments(
  write: Write,
  captureID: string,
  element: VocabularyElement,
  take: (count: number) => number,
): ElementDocument[] {
  const children = element.children.map((child) => termKey(identifierKey(child)));
  const count = Math.max(1, Math.ceil(children.length / CHILDREN));
  const first = take(count);
  return Array.from({ length: count }, (_, i) => ({
    _id: first + i,
    s: first + i,
    captureID,
    n: identifierKey(element.id),
    y: element.type,
    c: children.slice(i * CHILDREN, (i + 1) * CHILDREN),
    // The last, so that an element's newest document is the one that holds it.
    b: i === count - 1 ? pack(element) : null,
    recordTime: write.recordTime,
  }));
}

export function makeMasterDataReader({ connection, collections }: Deps): MasterDataReader {
  const { vocabulary } = collections;

  /** The newest state seen of each element of one key; an element of another type is another element. */
  async function newest(key: string, snapshot: Snapshot): Promise<readonly RecordedElement[]> {
    const types = await vocabulary.distinct('y', { n: key });
    const states = await Promise.all(types.map((type) => newestOf(key, type, snapshot)));
    return states.filter((state) => state !== undefined);
  }

  async function newestOf(key: string, type: string, snapshot: Snapshot): Promise<RecordedElement | undefined> {
    const state = await newestState(key, type, snapshot);
    return state && recorded(state);
  }

  async function newestState(key: string, type: string, snapshot: Snapshot): Promise<ElementDocument | undefined> {
    const isVisible = makeVisible(snapshot);
    let below = firstOf(snapshot.last + 1);
    for (;;) {
      const find = { n: key, y: type, s: { $lt: below } };
      const state = await vocabulary.findOne(find, { sort: { s: -1 }, projection: { c: 0 }, hint: indexes.elements });
      if (state === null) return undefined;
      if (isVisible(state.s)) return state;
      below = firstOf(writeOf(state.s));
    }
  }

  async function newestOfAll(keys: readonly string[], snapshot: Snapshot): Promise<readonly RecordedElement[]> {
    const found: RecordedElement[] = [];
    for (let at = 0; at < keys.length; at += PARALLEL) {
      const states = await Promise.all(keys.slice(at, at + PARALLEL).map((key) => newest(key, snapshot)));
      found.push(...states.flat());
    }
    return found;
  }

  async function newestOfType(
    type: string,
    snapshot: Snapshot,
    after: string,
    limit: number,
  ): Promise<readonly RecordedElement[]> {
    const found: RecordedElement[] = [];
    let from: string | undefined = after;
    while (from !== undefined && found.length < limit) {
      const { sequences, next } = await newestSequences(type, snapshot, from);
      found.push(...(await statesOf(sequences.slice(0, limit - found.length))));
      from = next;
    }
    return found;
  }

  /**
   * Newest states seen of the next elements of a type.
   * @returns `next`: the last element looked at, where there may be more
   */
  async function newestSequences(type: string, snapshot: Snapshot, after: string) {
    const isVisible = makeVisible(snapshot);
    const find = { y: type, n: { $gt: after }, s: { $lt: firstOf(snapshot.last + 1) } };
    const options = { projection: { _id: 0, n: 1, s: 1 }, limit: STATES, hint: indexes.elementsOfType };
    const states = await vocabulary.find(find, options).sort({ n: 1, s: -1 }).toArray();
    const newest = new Map<string, number>();
    for (const { n, s } of states) if (isVisible(s) && !newest.has(n)) newest.set(n, s);
    const next = states.length < STATES ? undefined : states.at(-1)?.n;
    if (next !== undefined && !newest.has(next)) {
      // There may be more states of the last one; after it they are passed over by asking for the next element.
      const state = await newestState(next, type, snapshot);
      if (state) newest.set(next, state.s);
    }
    return { sequences: [...newest.values()], next };
  }

  /** In the order given. */
  async function statesOf(sequences: readonly number[]): Promise<readonly RecordedElement[]> {
    const documents = await vocabulary.find({ _id: { $in: [...sequences] } }, { projection: { c: 0 } }).toArray();
    const bySequence = new Map(documents.map((document) => [document.s, document]));
    return sequences.flatMap((sequence) => bySequence.get(sequence) ?? []).map(recorded);
  }

  return {
    elements: (keys, snapshot) => connection.attempt(() => newestOfAll([...new Set(keys)], snapshot)),
    parents: (keys, snapshot) =>
      connection.attempt(async () => {
        const asked = new Set(keys);
        const named = await vocabulary.distinct('n', { c: { $in: keys.map(termKey) }, s: { $lt: firstOf(snapshot.last + 1) } });
        const states = await newestOfAll(named, snapshot);
        return states.filter(({ element }) => element.children.some((child) => asked.has(identifierKey(child))));
      }),
    elementsOfType: (type, snapshot, after, limit) => connection.attempt(() => newestOfType(type, snapshot, after, limit)),
    elementTypes: () => connection.attempt(() => vocabulary.distinct('y')),
  };
}

function recorded({ b, recordTime }: ElementDocument): RecordedElement {
  if (b === null) throw new Error('a document that only lists children is no state of an element');
  return { element: unpack<VocabularyElement>(b), recordTime };
}
