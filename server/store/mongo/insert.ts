/** Inserts documents as fast as the database takes them, and says which were there already. */
import type { Db } from 'mongodb';
import { MongoServerError } from 'mongodb';
import type { Connection } from './connection.ts';

const DUPLICATE_KEY = 11000;

type WriteError = { readonly index: number; readonly code: number; readonly errmsg: string };

/**
 * One insert command; may be run again.
 *
 * @returns indexes of the documents whose `_id` is taken, be it by the same document
 */
export async function insert(
  connection: Connection,
  collection: string,
  documents: readonly { readonly _id: unknown }[],
): Promise<readonly number[]> {
  const reply = await connection.attempt(() => runInsert(connection.db, collection, documents));
  const errors: readonly WriteError[] = reply['writeErrors'] ?? [];
  const failed = errors.find(({ code }) => code !== DUPLICATE_KEY);
  if (failed !== undefined) throw new MongoServerError({ message: failed.errmsg, code: failed.code });
  return errors.map(({ index }) => index);
}

/** The command itself: the driver's insertMany would first measure each document by encoding it, and then encode it again. */
async function runInsert(db: Db, collection: string, documents: readonly object[]) {
  const { w, journal: j } = db.writeConcern ?? {};
  const reply = await db.command(
    { insert: collection, ordered: false, writeConcern: { w, j }, documents },
    { ignoreUndefined: true },
  );
  const failed = reply['writeConcernError'];
  if (failed !== undefined) throw new MongoServerError(failed);
  return reply;
}
