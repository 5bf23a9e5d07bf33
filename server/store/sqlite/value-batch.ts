/** Values that lists may hold: those of all events of one transaction, each written once. */
import type { StoredEvent } from '../../epcis/stored-event.ts';
import { type DimensionValue, listedValues } from '../../query/dimensions.ts';
import type { Connection } from './connection.ts';

export type ValueBatch = {
  add(stored: StoredEvent): void;
  /** Writes down what was added. */
  save(): void;
};

export function makeValueBatch(connection: Connection): ValueBatch {
  const found = new Map<string, DimensionValue>();
  return {
    add: (stored) => {
      for (const value of listedValues(stored)) {
        const name = `${value.dimension} ${value.key}`;
        if (!found.has(name)) found.set(name, value);
      }
    },
    save: () => {
      const insert = connection.statement('INSERT OR IGNORE INTO value (dimension, key, text) VALUES (?, ?, ?)');
      for (const { dimension, key, text } of found.values()) insert.run(dimension, key, text);
    },
  };
}
