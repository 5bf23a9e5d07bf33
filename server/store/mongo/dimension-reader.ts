/** Values that lists hold, and which event mentions an EPC first. */
import type { StoredEvent } from '../../epcis/stored-event.ts';
import type { DimensionReader } from '../../ports/event-store.ts';
import { mentionedEpcs, mentionTerms } from '../../query/dimensions.ts';
import { isVisible } from '../../query/matches.ts';
import { assemble, mainDocuments, withText } from './assemble.ts';
import type { Collections } from './collections.ts';
import type { Connection } from './connection.ts';
import { isPart, keyFrom } from './event-document.ts';
import { indexes } from './indexes.ts';
import { makeVisible } from './sequence.ts';
import { valueId } from './value-lists.ts';

/** EPCs asked about at a time, and events then read at a time: one earlier event often answers for many EPCs. */
const EPCS = 200;
const EVENTS = 20;

type Events = Collections['events'];
type Seen = Parameters<DimensionReader['firstMentions']>[2];

export function makeDimensionReader({
  connection,
  collections,
}: {
  readonly connection: Connection;
  readonly collections: Collections;
}): DimensionReader {
  const { attempt } = connection;
  return {
    values: async (dimension, after, limit) => {
      // `!` is the character after the blank that ends the dimension.
      const range = { $gt: valueId(dimension, after), $lt: `${dimension}!` };
      const find = () => collections.values.find({ _id: range }).sort({ _id: 1 }).limit(limit);
      const found = await attempt(() => find().toArray());
      return found.map(({ _id, text }) => ({ dimension, key: _id.slice(valueId(dimension, '').length), text }));
    },
    firstMentions: (eventKey, epcs, seen) => attempt(() => firstMentions(collections.events, eventKey, epcs, seen)),
  };
}

async function firstMentions(events: Events, eventKey: string, epcs: readonly string[], seen: Seen): Promise<readonly boolean[]> {
  const [event] = await mainDocuments(events, [keyFrom(eventKey)]);
  if (event === undefined) throw new Error(`there is no event of the key ${eventKey}`);
  const mentioned = new Set<string>();
  for (let at = 0; at < epcs.length; at += EPCS) await addMentions(events, event.s, epcs.slice(at, at + EPCS), seen, mentioned);
  return epcs.map((epc) => !mentioned.has(epc));
}

/** Reads events before a sequence that may mention some EPCs, until each is mentioned or there are no more. */
async function addMentions(
  events: Events,
  before: number,
  epcs: readonly string[],
  seen: Seen,
  mentioned: Set<string>,
): Promise<void> {
  const isSeen = makeVisible(seen.snapshot);
  let reached = -1;
  for (;;) {
    const terms = epcs.filter((epc) => !mentioned.has(epc)).flatMap(mentionTerms);
    if (terms.length === 0) return;
    const sequences = await sequencesOf(events, terms, reached, before);
    for (const sequence of new Set(sequences.filter(isSeen))) {
      // A term may be another's by its hash: what is mentioned, the event itself tells.
      const stored = await eventAt(events, sequence);
      if (stored && isVisible(seen.visibility, stored)) for (const epc of mentionedEpcs(stored).keys()) mentioned.add(epc);
    }
    const last = sequences.at(-1);
    if (last === undefined) return;
    reached = last;
  }
}

async function sequencesOf(events: Events, terms: readonly number[], after: number, before: number): Promise<readonly number[]> {
  const options = {
    projection: { _id: 0, s: 1 },
    sort: { s: 1 },
    limit: EVENTS,
    hint: indexes.terms,
    allowDiskUse: true,
  } as const;
  const found = await events.find({ k: { $in: [...terms] }, s: { $gt: after, $lt: before } }, options).toArray();
  return found.map(({ s }) => s);
}

async function eventAt(events: Events, sequence: number): Promise<StoredEvent | undefined> {
  const document = await events.findOne({ o: sequence }, { projection: withText, hint: indexes.sequence });
  return document === null || isPart(document) ? undefined : assemble(events, document);
}
