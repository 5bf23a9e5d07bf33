/** Values that lists may hold, written before the events that bring them, and never taken back. */
import type { StoredEvent } from '../../epcis/stored-event.ts';
import { listedValues } from '../../query/dimensions.ts';
import type { ValueDocument } from './collections.ts';
import type { Connection } from './connection.ts';
import { insert } from './insert.ts';

/** Values this process has seen in the database are not sent again; so many are remembered. */
const REMEMBERED = 100_000;

/** Documents of one insert command. */
const BATCH = 500;

export type ValueLists = {
  /** When it resolves the values of these events are in the lists. */
  add(events: readonly StoredEvent[]): Promise<void>;
};

export function makeValueLists(connection: Connection): ValueLists {
  const known = new Set<string>();
  return {
    add: async (events) => {
      const fresh = new Map<string, ValueDocument>();
      for (const { dimension, key, text } of events.flatMap(listedValues)) {
        const _id = valueId(dimension, key);
        // The text written first is the one that is listed.
        if (!known.has(_id) && !fresh.has(_id)) fresh.set(_id, { _id, text });
      }
      const documents = [...fresh.values()];
      for (let at = 0; at < documents.length; at += BATCH) await insert(connection, 'values', documents.slice(at, at + BATCH));
      if (known.size > REMEMBERED) known.clear();
      for (const _id of fresh.keys()) known.add(_id);
    },
  };
}

/** Values of one dimension lie together, in the order of their keys. */
export const valueId = (dimension: string, key: string): string => `${dimension} ${key}`;
