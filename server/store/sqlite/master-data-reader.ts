/** Finds vocabulary elements in their newest state. */
import type { VocabularyElement } from '../../epcis/document.ts';
import { identifierKey } from '../../epcis/identifier/key.ts';
import type { MasterDataReader, RecordedElement, Snapshot } from '../../ports/event-store.ts';
import type { Connection, Values } from './connection.ts';
import { firstOf, SPAN } from './sequence.ts';

/** The newest visible state of every element (type and key) that a condition names. */
const newest = (condition: string): string => `
  SELECT element.document, writes.recordTime FROM (
    SELECT max(newer.sequence) AS sequence
    FROM (SELECT DISTINCT type, key FROM element WHERE ${condition}) named
    JOIN element newer ON newer.key = named.key AND newer.type = named.type
    WHERE newer.sequence < $high AND newer.sequence / ${SPAN} NOT IN (SELECT value FROM json_each($hidden))
    GROUP BY newer.type, newer.key
  ) last
  JOIN element ON element.sequence = last.sequence
  JOIN writes ON writes.number = element.sequence / ${SPAN}
  ORDER BY element.sequence`;

const byKey = newest('key IN (SELECT value FROM json_each($keys))');
const byChild = newest('sequence IN (SELECT sequence FROM element_child WHERE key IN (SELECT value FROM json_each($keys)))');

export function makeMasterDataReader(connection: Connection): MasterDataReader {
  const find = (sql: string, keys: readonly string[], { last, hidden }: Snapshot): Promise<readonly RecordedElement[]> => {
    const values: Values = { keys: JSON.stringify(keys), high: firstOf(last + 1), hidden: JSON.stringify(hidden) };
    return connection.read(() =>
      connection.all<{ document: string; recordTime: number }>(sql, values).map(({ document, recordTime }) => ({
        element: JSON.parse(document) as VocabularyElement, // as insertElements wrote it
        recordTime,
      })),
    );
  };

  return {
    elements: (keys, snapshot) => find(byKey, keys, snapshot),
    parents: async (keys, snapshot) => {
      const wanted = new Set(keys);
      const found = await find(byChild, keys, snapshot);
      // The newest state may have let go of the child.
      return found.filter(({ element }) => element.children.some((child) => wanted.has(identifierKey(child))));
    },
  };
}
