/** Brings a database to the layout of this version of the hub, whatever it finds. */
import { HubProblem } from '../../runtime/problem.ts';
import type { Collections } from './collections.ts';
import type { Connection } from './connection.ts';
import { createCollections } from './indexes.ts';
import { emptyState } from './write-state.ts';

/** Version of the layout that this hub writes. */
export const VERSION = 1;

const DUPLICATE_KEY = 11000;

/**
 * May be run by several hubs at once, and again.
 * @throws HubProblem store-version when a newer hub has changed the layout
 */
export async function migrate({
  connection,
  collections,
}: {
  readonly connection: Connection;
  readonly collections: Collections;
}): Promise<void> {
  const { db, attempt } = connection;
  const found = await attempt(() => collections.schema.findOne({ _id: 'schema' }));
  if (found !== null && found.version > VERSION) {
    throw new HubProblem(
      'store-version',
      `The database ${db.databaseName} has layout ${found.version}; this hub knows layouts up to ${VERSION}. Run the newer hub.`,
    );
  }
  await attempt(() => createCollections(db));
  await attempt(() =>
    insertOnce(() => collections.state.updateOne({ _id: 'writes' }, { $setOnInsert: emptyState }, { upsert: true })),
  );
  await attempt(() =>
    insertOnce(() => collections.arrivals.updateOne({ _id: 'arrivals' }, { $setOnInsert: { last: 0 } }, { upsert: true })),
  );
  await attempt(() =>
    insertOnce(() => collections.sweep.updateOne({ _id: 'sweep' }, { $setOnInsert: { until: 0 } }, { upsert: true })),
  );
  await attempt(() =>
    insertOnce(() => collections.schema.updateOne({ _id: 'schema' }, { $max: { version: VERSION } }, { upsert: true })),
  );
}

/** Two upserts of one document at the same moment: the later one learns that it is there. */
async function insertOnce(upsert: () => Promise<unknown>): Promise<void> {
  try {
    await upsert();
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
    if (!isThere) throw error;
  }
}
