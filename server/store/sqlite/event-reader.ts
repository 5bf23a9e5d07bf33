/** Finds and counts events. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { StoredEvent } from '../../epcis/stored-event.ts';
import type { Cursor, EventPage, EventReader, FindRequest, Snapshot } from '../../ports/event-store.ts';
import { compile } from '../../query/compile.ts';
import { isVisible, matches } from '../../query/matches.ts';
import { makeSteps, type Road, type Step, toCursor } from './candidates.ts';
import { boundsOf, makeSearch, type Search } from './compile-query.ts';
import type { Connection } from './connection.ts';
import { readEvent } from './event-rows.ts';
import { runsBetween } from './runs.ts';
import { snapshotAt, snapshotNow } from './writes.ts';

type Question = Pick<FindRequest, 'query' | 'visibility' | 'snapshot'>;

/** A page ends early when its events are so long together, characters of JSON: their number says little about that. */
const PAGE_LENGTH = 8 * 1024 * 1024;
/** A page ends early when so many rows were walked over, or events read, for it. */
const PAGE_WALKED = 500_000;
const PAGE_EXAMINED = 10_000;
/** Candidates of one step. */
const STEP = { most: 500 };

export function makeEventReader(connection: Connection): EventReader {
  return {
    snapshot: (at) => connection.read(() => (at === undefined ? snapshotNow(connection) : snapshotAt(connection, at))),

    find: async (request) => {
      const search = await connection.read(() => searchFor(connection, request));
      const steps = await connection.read(() => makeSteps(connection, search));
      const page = makePage(request.limit);
      let cursor = request.after;
      let walked = 0;
      for (let size = request.limit + 1; ; size *= 2) {
        const from = cursor;
        const limit = Math.min(size, STEP.most);
        const taken = await connection.read(() => page.take(connection, search, request, steps.step(from, limit)));
        cursor = taken.next;
        walked += taken.walked;
        if (taken.isFull || cursor === undefined || walked > PAGE_WALKED) return page.end(cursor, steps.road());
        await othersTurn();
      }
    },

    count: async (request, upTo) => {
      const search = await connection.read(() => searchFor(connection, request));
      const steps = await connection.read(() => makeSteps(connection, search));
      let count = 0;
      let cursor: Cursor | undefined;
      do {
        const from = cursor;
        const { hits, next } = await connection.read(() => {
          const step = steps.step(from, STEP.most);
          const found = step.candidates.filter(({ sequence }) => readHit(connection, request, sequence) !== undefined);
          return { hits: found.length, next: step.next };
        });
        count += hits;
        cursor = next;
        await othersTurn();
      } while (cursor !== undefined && count < upTo);
      return Math.min(count, upTo);
    },
  };
}

/** Collects one page. */
function makePage(wanted: number) {
  const events: StoredEvent[] = [];
  let examined = 0;
  let length = 0;

  return {
    /** Harmless when it fails half-way and is called again from the same position: nothing is kept before the end. */
    take: (connection: Connection, search: Search, question: Question, step: Step) => {
      const hits: StoredEvent[] = [];
      let total = length;
      for (const [i, candidate] of step.candidates.entries()) {
        const hit = readHit(connection, question, candidate.sequence);
        if (hit) {
          hits.push(hit.stored);
          total += hit.length;
        }
        const isFull = events.length + hits.length === wanted || total > PAGE_LENGTH || examined + i + 1 >= PAGE_EXAMINED;
        const isLast = i === step.candidates.length - 1;
        if (isFull || isLast) {
          events.push(...hits);
          examined += i + 1;
          length = total;
          return { isFull, walked: step.walked, next: isLast ? step.next : toCursor(search, candidate) };
        }
      }
      return { isFull: false, walked: step.walked, next: step.next };
    },
    end: (next: Cursor | undefined, { source, manner }: Road): EventPage => ({
      events,
      examined,
      road: `${source.kind}, ${manner}`,
      ...(next ? { next } : {}),
    }),
  };
}

function readHit(connection: Connection, { query, visibility }: Question, sequence: number) {
  const found = readEvent(connection, sequence);
  return found && isVisible(visibility, found.stored) && matches(query, found.stored) ? found : undefined;
}

function searchFor(connection: Connection, { query, visibility, snapshot }: Question): Search {
  const plan = compile(query, visibility);
  const bounds = boundsOf(snapshot, writesOf(connection, plan.recordTime, snapshot));
  return makeSearch(plan, snapshot, bounds, runsBetween(connection, bounds.low, bounds.high));
}

/** The writes of a range of record times: they grow together. */
function writesOf(connection: Connection, { min, max }: { readonly min: number; readonly max: number }, snapshot: Snapshot) {
  const firstFrom = (time: number): number => {
    if (time === Number.NEGATIVE_INFINITY) return 0;
    if (time === Number.POSITIVE_INFINITY) return snapshot.last + 1;
    const row = connection.first<{ number: number }>(
      'SELECT number FROM writes WHERE recordTime >= $time ORDER BY recordTime, number LIMIT 1',
      { time },
    );
    return row?.number ?? snapshot.last + 1;
  };
  return { first: firstFrom(min), end: firstFrom(max) };
}
