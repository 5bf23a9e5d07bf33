/** Values that lists hold, and which event mentions an EPC first. */
import type { DimensionReader } from '../../ports/event-store.ts';
import { type DimensionValue, mentionedEpcs, mentionTerms } from '../../query/dimensions.ts';
import { isVisible } from '../../query/matches.ts';
import type { Connection } from './connection.ts';
import { readEvent, sequenceOfKey } from './event-rows.ts';
import { runsBetween } from './runs.ts';
import { SPAN } from './sequence.ts';

/** EPCs looked up before others get their turn. */
const PER_READ = 200;

const valuesAfter = `
  SELECT dimension, key, text FROM value WHERE dimension = $dimension AND key > $after ORDER BY key LIMIT $limit`;

const mentionsBefore = `
  SELECT sequence FROM term
  WHERE run IN (SELECT value FROM json_each($runs)) AND term IN (SELECT value FROM json_each($terms))
    AND sequence < $before AND sequence / ${SPAN} NOT IN (SELECT value FROM json_each($hidden))`;

type Seen = Parameters<DimensionReader['firstMentions']>[2];

export function makeDimensionReader(connection: Connection): DimensionReader {
  return {
    values: (dimension, after, limit) =>
      connection.read(() => connection.all<DimensionValue>(valuesAfter, { dimension, after, limit }).map((row) => ({ ...row }))),
    firstMentions: async (eventKey, epcs, seen) => {
      const mentions = await connection.read(() => makeMentions(connection, eventKey, seen));
      const answers: boolean[] = [];
      for (let at = 0; at < epcs.length; at += PER_READ) {
        const some = epcs.slice(at, at + PER_READ);
        answers.push(...(await connection.read(() => some.map((epc) => !mentions.hasEarlier(epc)))));
      }
      return answers;
    },
  };
}

/** Looks for mentions before one event. Terms are hashes: what they find is held against the event itself. */
function makeMentions(connection: Connection, eventKey: string, { visibility, snapshot }: Seen) {
  const before = sequenceOfKey(connection, eventKey);
  if (before === undefined) throw new Error(`there is no event of the key ${eventKey}`);
  const runs = JSON.stringify(runsBetween(connection, 0, before));
  const hidden = JSON.stringify(snapshot.hidden);
  /** By sequence; nothing where the event is not to be seen. */
  const mentioned = new Map<number, ReadonlyMap<string, string>>();

  function mentionedBy(sequence: number): ReadonlyMap<string, string> {
    const known = mentioned.get(sequence);
    if (known) return known;
    const stored = readEvent(connection, sequence)?.stored;
    const read = stored && isVisible(visibility, stored) ? mentionedEpcs(stored) : new Map<string, string>();
    mentioned.set(sequence, read);
    return read;
  }

  return {
    hasEarlier: (epc: string): boolean => {
      const terms = JSON.stringify(mentionTerms(epc));
      const found = connection.statement(mentionsBefore).iterate({ runs, terms, before, hidden });
      for (const row of found) if (mentionedBy(Number(row['sequence'])).has(epc)) return true;
      return false;
    },
  };
}
