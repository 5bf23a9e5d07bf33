/** Finds and counts events: candidates by index, each then held against the query itself. */
import type { StoredEvent } from '../../epcis/stored-event.ts';
import type { Cursor, EventPage, EventReader, FindRequest } from '../../ports/event-store.ts';
import { compile } from '../../query/compile.ts';
import { isVisible, matches } from '../../query/matches.ts';
import type { Plan, Range } from '../../query/plan.ts';
import { assemble } from './assemble.ts';
import { candidates } from './candidates.ts';
import type { Collections, EventDocument } from './collections.ts';
import type { Connection } from './connection.ts';
import { makeSearch } from './search.ts';
import { firstOf, makeVisible } from './sequence.ts';
import type { WriteLog } from './write-log.ts';

export type ReaderDeps = { readonly connection: Connection; readonly collections: Collections; readonly log: WriteLog };

/** A page ends early when its events name about so many things: pages are held in memory. */
const PAGE_WEIGHT = 200_000;

type Hit = { readonly document: EventDocument; readonly stored: StoredEvent };
type HitRequest = Omit<FindRequest, 'limit'>;

export function makeEventReader(deps: ReaderDeps): EventReader {
  const { attempt } = deps.connection;
  return {
    snapshot: (at) => deps.log.snapshot(at),
    find: (request) => attempt(() => find(deps, request)),
    count: (request, upTo) =>
      attempt(async () => {
        let count = 0;
        if (upTo < 1) return 0;
        for await (const _hit of hits(deps, request, upTo, makeTally())) if (++count >= upTo) break;
        return count;
      }),
  };
}

/** Filled in while candidates are read. */
type Tally = { examined: number; road: string };
const makeTally = (): Tally => ({ examined: 0, road: 'nothing read' });

async function find(deps: ReaderDeps, request: FindRequest): Promise<EventPage> {
  const tally = makeTally();
  const events: StoredEvent[] = [];
  let last: Cursor | undefined;
  let weight = 0;
  const isByTime = request.query.order?.by === 'eventTime';
  // One more than asked tells whether there is more.
  for await (const { document, stored } of hits(deps, request, request.limit + 1, tally)) {
    if (last && (events.length >= request.limit || weight >= PAGE_WEIGHT)) return { events, next: last, ...tally };
    events.push(stored);
    weight += weightOf(stored);
    last = { order: isByTime ? document.t : document.s, sequence: document.s };
  }
  return { events, ...tally };
}

async function* hits(deps: ReaderDeps, request: HitRequest, wanted: number, tally: Tally): AsyncGenerator<Hit> {
  const { events } = deps.collections;
  const { query, visibility, snapshot, after } = request;
  const plan = compile(query, visibility);
  const sequences = await sequencesOf(deps.log, plan, firstOf(snapshot.last + 1));
  const isSeen = makeVisible(snapshot);
  const search = makeSearch(plan, snapshot, sequences, after);
  const onRoad = (road: string): void => {
    tally.road = road;
  };
  for await (const documents of candidates(events, search, wanted, onRoad)) {
    for (const document of documents) {
      if (!isSeen(document.s)) continue;
      const stored = await assemble(events, document);
      tally.examined++;
      if (matches(query, stored) && isVisible(visibility, stored)) yield { document, stored };
    }
  }
}

/** The sequences of the record times asked: recordTime grows with the number of the write. */
async function sequencesOf(log: WriteLog, { recordTime }: Plan, end: number): Promise<Range> {
  let { min, max } = { min: 0, max: end };
  if (recordTime.min > Number.NEGATIVE_INFINITY) {
    const first = await log.firstSince(recordTime.min);
    min = first === undefined ? end : firstOf(first);
  }
  if (recordTime.max < Number.POSITIVE_INFINITY) {
    const first = await log.firstSince(recordTime.max);
    max = first === undefined ? end : Math.min(end, firstOf(first));
  }
  return { min, max };
}

/** The entries of its lists. */
function weightOf({ event }: StoredEvent): number {
  let weight = 10;
  for (const value of Object.values(event)) if (Array.isArray(value)) weight += value.length;
  return weight;
}
