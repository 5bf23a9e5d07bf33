/** Reads events whole: the documents asked for, with the parts of those that have some. */
import type { Binary } from 'mongodb';
import type { StoredEvent } from '../../epcis/stored-event.ts';
import type { Collections, EventDocument, PartDocument } from './collections.ts';
import { fromDocuments, isPart, partKeys } from './event-document.ts';

/** What is read of a document: not the keys of its terms, which only the indexes need. */
export const withText = { k: 0, f: 0 } as const;

/** The same of a document that may turn out to be a part, met by one of its terms. */
export const withoutText = { k: 0, f: 0, text: 0 } as const;

export async function assemble(events: Collections['events'], document: EventDocument): Promise<StoredEvent> {
  if (document.parts === undefined) return fromDocuments(document, []);
  const parts: PartDocument[] = [];
  // One at a time: a reply of the database ends at 16 MiB.
  for (const key of partKeys(document)) {
    const part = await events.findOne({ _id: key }, { projection: withText });
    if (part === null || !isPart(part)) throw new Error(`a part of the event ${document._id.toString('hex')} is missing`);
    parts.push(part);
  }
  return fromDocuments(document, parts);
}

/**
 * Main documents by their keys, in no order.
 *
 * @param level `local`: also what only one server has so far, as a duplicate key does
 */
export async function mainDocuments(
  events: Collections['events'],
  keys: readonly Binary[],
  level: 'majority' | 'local' = 'majority',
): Promise<readonly EventDocument[]> {
  if (keys.length === 0) return [];
  const found = await events.find({ _id: { $in: [...keys] } }, { projection: withoutText, readConcern: { level } }).toArray();
  return found.filter((document): document is EventDocument => !isPart(document));
}
