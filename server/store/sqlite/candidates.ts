/** Decides how the candidates of a query are reached, and steps through them in the query's order. */
import type { Cursor } from '../../ports/event-store.ts';
import { armsOf, countSql, probeSql, type Search, type Source, sortedSql } from './compile-query.ts';
import type { Connection } from './connection.ts';
import { type ArmRow, type Candidate, mergeArms } from './merge-arms.ts';

export type Step = {
  readonly candidates: readonly Candidate[];
  /** Where the next step begins; absent when there are no more. */
  readonly next?: Cursor;
  /** Rows that were looked at for it. */
  readonly walked: number;
};

export type Road = {
  readonly source: Source;
  /** `sorted`: the source is read whole and sorted at every step. `walk`: it comes in order and is read piece by piece. */
  readonly manner: 'sorted' | 'walk';
};

/** A source of fewer rows is the best whatever the others have. */
const FEW = 256;
/** A source of fewer rows may be sorted at every step: some milliseconds. */
const SORTABLE = 20_000;
/** A walk in the order of recording gives way to sorting after so many rows, if the sorting is of fewer than `SORTED_AT_MOST`. */
const WALK_AT_MOST = 50_000;
const SORTED_AT_MOST = 500_000;
/** Arms that may be merged. */
const MERGED_ARMS = 512;
/** Rows walked over in one step. */
const CHUNK = 8192;

export function chooseRoad(connection: Connection, search: Search): Road {
  const { plan } = search;
  const terms = plan.anyOf.map((_, member): Source => ({ kind: 'term', member }));
  const isTimed = Number.isFinite(plan.eventTime.min) || Number.isFinite(plan.eventTime.max);
  const all: readonly Source[] = [
    ...terms,
    ...plan.facts.map((_, member): Source => ({ kind: 'fact', member })),
    ...(isTimed ? [{ kind: 'time' } as const] : []),
    { kind: 'sequence' },
  ];
  const few = smallest(connection, search, all, FEW);
  if (few.count < FEW) return { source: few.source, manner: 'sorted' };
  const best = smallest(connection, search, all, SORTABLE);
  if (plan.order.by === 'recordTime') {
    return best.count < SORTABLE ? { source: best.source, manner: 'sorted' } : { source: { kind: 'sequence' }, manner: 'walk' };
  }
  if (best.source.kind !== 'term' && best.count < SORTABLE) return { source: best.source, manner: 'sorted' };
  return terms.length === 0 ? { source: { kind: 'time' }, manner: 'walk' } : roadByTerm(connection, search, terms);
}

/** In the order of eventTime: along the rarest member, where it is not of too many parts. */
function roadByTerm(connection: Connection, search: Search, terms: readonly Source[]): Road {
  const ordered = terms.filter((source) => armsOf(search, source).length <= MERGED_ARMS);
  if (ordered.length > 0) return { source: smallest(connection, search, ordered, SORTABLE).source, manner: 'walk' };
  const { source, count } = smallest(connection, search, terms, SORTED_AT_MOST);
  return count < SORTED_AT_MOST ? { source, manner: 'sorted' } : { source: { kind: 'time' }, manner: 'walk' };
}

/** The source of fewest rows, the first of equals. None is counted further than the best so far. */
function smallest(connection: Connection, search: Search, sources: readonly Source[], cap: number) {
  let best: { source: Source; count: number } | undefined;
  for (const source of sources) {
    const count = countRows(connection, search, source, best?.count ?? cap);
    if (!best || count < best.count) best = { source, count };
    if (best.count === 0) break;
  }
  if (!best) throw new Error('a query has no source');
  return best;
}

function countRows(connection: Connection, search: Search, source: Source, cap: number): number {
  const { sql, values } = countSql(search, source, cap);
  return connection.first<{ count: number }>(sql, values)?.count ?? 0;
}

/** Steps along one road, each from where the one before ended or from anywhere. */
export function makeSteps(connection: Connection, search: Search) {
  let road = chooseRoad(connection, search);
  let walked = 0;

  function sorted(after: Cursor | undefined, limit: number): Step {
    const { sql, values } = sortedSql(search, road.source, after, limit);
    const candidates = connection.all<Candidate>(sql, values);
    const last = candidates.at(-1);
    return {
      candidates,
      walked: candidates.length,
      ...(last && candidates.length === limit ? { next: toCursor(search, last) } : {}),
    };
  }

  function walk(after: Cursor | undefined, limit: number): Step {
    const passes = makeProbe(connection, search, road.source);
    const candidates: Candidate[] = [];
    let rows = 0;
    for (const row of mergeArms(connection, search, road.source, after)) {
      rows += 1;
      if (passes(row)) candidates.push(row);
      if (candidates.length === limit || rows === CHUNK) {
        walked += rows;
        return { candidates, walked: rows, next: toCursor(search, row) };
      }
    }
    return { candidates, walked: rows };
  }

  /** A walk in the order of recording that meets next to nothing: the terms themselves may be fewer than all events. */
  function reconsider(): void {
    if (road.manner !== 'walk' || road.source.kind !== 'sequence' || walked < WALK_AT_MOST || search.plan.anyOf.length === 0)
      return;
    walked = Number.NEGATIVE_INFINITY;
    const terms = search.plan.anyOf.map((_, member): Source => ({ kind: 'term', member }));
    const { source, count } = smallest(connection, search, terms, SORTED_AT_MOST);
    if (count < SORTED_AT_MOST) road = { source, manner: 'sorted' };
  }

  return {
    /** @param limit candidates at most, 1 or more; fewer may come although there are more */
    step: (after: Cursor | undefined, limit: number): Step => {
      reconsider();
      return road.manner === 'sorted' ? sorted(after, limit) : walk(after, limit);
    },
    /** The one taken now. */
    road: (): Road => road,
  };
}

function makeProbe(connection: Connection, search: Search, source: Source): (row: ArmRow) => boolean {
  const probe = probeSql(search, source);
  if (!probe) return () => true;
  return ({ run, time, sequence }) => {
    const { sql, values } = probe({ run, time, sequence });
    return connection.first(sql, values) !== undefined;
  };
}

/** The position after a candidate. */
export const toCursor = ({ plan }: Search, { time, sequence }: Candidate): Cursor => ({
  order: plan.order.by === 'eventTime' ? time : sequence,
  sequence,
});
