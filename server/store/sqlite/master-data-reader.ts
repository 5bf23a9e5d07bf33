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

const ofType = `
  SELECT element.document, writes.recordTime FROM (
    SELECT max(sequence) AS sequence FROM element
    WHERE type = $type AND key > $after AND sequence < $high AND sequence / ${SPAN} NOT IN (SELECT value FROM json_each($hidden))
    GROUP BY key ORDER BY key LIMIT $limit
  ) last
  JOIN element ON element.sequence = last.sequence
  JOIN writes ON writes.number = element.sequence / ${SPAN}
  ORDER BY element.key`;

/** From one type to the next, without reading what is between. */
const everyType = `
  WITH RECURSIVE found (type) AS (
    SELECT min(type) FROM element
    UNION ALL
    SELECT (SELECT min(type) FROM element WHERE type > found.type) FROM found WHERE found.type IS NOT NULL
  )
  SELECT type FROM found WHERE type IS NOT NULL`;

type ElementRow = { readonly document: string; readonly recordTime: number };

export function makeMasterDataReader(connection: Connection): MasterDataReader {
  const select = (sql: string, { last, hidden }: Snapshot, more: Values): Promise<readonly RecordedElement[]> => {
    const values: Values = { high: firstOf(last + 1), hidden: JSON.stringify(hidden), ...more };
    return connection.read(() =>
      connection.all<ElementRow>(sql, values).map(({ document, recordTime }) => ({
        element: JSON.parse(document) as VocabularyElement, // as insertElements wrote it
        recordTime,
      })),
    );
  };
  const find = (sql: string, keys: readonly string[], snapshot: Snapshot): Promise<readonly RecordedElement[]> =>
    select(sql, snapshot, { keys: JSON.stringify(keys) });

  return {
    elements: (keys, snapshot) => find(byKey, keys, snapshot),
    parents: async (keys, snapshot) => {
      const wanted = new Set(keys);
      const found = await find(byChild, keys, snapshot);
      // The newest state may have let go of the child.
      return found.filter(({ element }) => element.children.some((child) => wanted.has(identifierKey(child))));
    },
    elementsOfType: (type, snapshot, after, limit) => select(ofType, snapshot, { type, after, limit }),
    elementTypes: () => connection.read(() => connection.all<{ type: string }>(everyType, {}).map(({ type }) => type)),
  };
}
