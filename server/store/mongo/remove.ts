/** Takes back what was added under a write. */
import type { Collection, Document, Filter } from 'mongodb';
import type { Collections } from './collections.ts';
import { indexes } from './indexes.ts';
import { rangeOf } from './sequence.ts';

/** All that a write has added. Only for writes that are dead. */
export async function removeWrite({ events, vocabulary }: Collections, write: number): Promise<void> {
  const range = within(write);
  await removeAll(events, { o: range }, indexes.sequence);
  await removeAll(events, { p: range }, indexes.parts);
  await removeAll(vocabulary, { s: range }, indexes.elementSequence);
}

/** What one capture job has added. Main documents first: a part without one is never found. */
export async function removeCapture({ events, vocabulary }: Collections, write: number, captureID: string): Promise<void> {
  const range = within(write);
  await removeAll(events, { o: range, 'b.origin.captureID': captureID }, indexes.sequence);
  await removeAll(events, { p: range, captureID }, indexes.parts);
  await removeAll(vocabulary, { s: range, captureID }, indexes.elementSequence);
}

function within(write: number) {
  const { min, max } = rangeOf(write);
  return { $gte: min, $lt: max };
}

/** Until there is none: on a sharded cluster one command may miss documents that are just being moved. */
async function removeAll<Entry extends Document>(
  collection: Collection<Entry>,
  filter: Filter<Entry>,
  hint: string,
): Promise<void> {
  do await collection.deleteMany(filter, { hint });
  while ((await collection.findOne(filter, { hint, projection: { _id: 1 }, readConcern: { level: 'local' } })) !== null);
}
