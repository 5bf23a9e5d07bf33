/**
 * From a plan to SQL. Candidates are pairs of eventTime and sequence; all that is asked of them lies in `term`, `fact`
 * and `event`, so that no body is read before a candidate has passed. Values are bound, never written into the text.
 */
import type { Cursor, Snapshot } from '../../ports/event-store.ts';
import type { Plan } from '../../query/plan.ts';
import type { Values } from './connection.ts';
import { firstOf, SPAN } from './sequence.ts';

/** Where candidates may come from. */
export type Source =
  /** Those with one of the terms of a member of `plan.anyOf`; for one term of one run in the order of eventTime. */
  | { readonly kind: 'term'; readonly member: number }
  | { readonly kind: 'fact'; readonly member: number }
  /** All of a range of eventTime, in that order. */
  | { readonly kind: 'time' }
  /** All of a range of writes, in the order of recording. */
  | { readonly kind: 'sequence' };

export type Sql = { readonly sql: string; readonly values: Values };

/** What a plan means in one snapshot. */
export type Search = {
  readonly plan: Plan;
  readonly runs: readonly number[];
  readonly values: Values;
  readonly hasHidden: boolean;
};

/** Sequences `low <= s < high`. */
export type Bounds = { readonly low: number; readonly high: number };

/** @param writes the numbers that `plan.recordTime` covers: `first <= number < end` */
export const boundsOf = (snapshot: Snapshot, writes: { readonly first: number; readonly end: number }): Bounds => ({
  low: firstOf(writes.first),
  high: firstOf(Math.min(writes.end, snapshot.last + 1)),
});

/** @param runs those that may hold terms within the bounds */
export function makeSearch(plan: Plan, snapshot: Snapshot, { low, high }: Bounds, runs: readonly number[]): Search {
  const hidden = snapshot.hidden.filter((number) => firstOf(number + 1) > low && firstOf(number) < high);
  const values: Record<string, number | string> = {
    low,
    high,
    from: plan.eventTime.min,
    to: plan.eventTime.max,
    runs: JSON.stringify(runs),
    hidden: JSON.stringify(hidden),
  };
  for (const [i, keys] of plan.anyOf.entries()) values[`term${i}`] = keys.length === 1 ? (keys[0] ?? 0) : JSON.stringify(keys);
  for (const [i, { path, min, max }] of plan.facts.entries()) {
    values[`path${i}`] = path;
    values[`min${i}`] = min;
    values[`max${i}`] = max;
  }
  return { plan, runs, values, hasHidden: hidden.length > 0 };
}

/** How many candidates a source has, counted no further than `cap`. */
export function countSql(search: Search, source: Source, cap: number): Sql {
  const { table, own } = sourceParts(search, source);
  return bound(search, `SELECT count(*) AS count FROM (SELECT 1 FROM ${table} t WHERE ${own.join(' AND ')} LIMIT $cap)`, { cap });
}

/** The next candidates in the plan's order from any source: all of it is read, and sorted where it is not in order. */
export function sortedSql(search: Search, source: Source, after: Cursor | undefined, limit: number): Sql {
  const { table, own } = sourceParts(search, source);
  const where = [...own, ...everywhere(search, source), ...keyset(search, after), ...probes(search, source)];
  return bound(
    search,
    `SELECT ${mayRepeat(search, source) ? 'DISTINCT ' : ''}t.time, t.sequence FROM ${table} t
     WHERE ${where.join(' AND ')} ORDER BY ${orderBy(search)} LIMIT $limit`,
    { limit, ...cursorValues(after) },
  );
}

/** One of the parts of a source that come in the plan's order, each by itself. */
export type Arm = { readonly run: number; readonly key: number } | undefined;

/** The arms of a source; for the table of events there is one. */
export const armsOf = ({ plan, runs }: Search, source: Source): readonly Arm[] =>
  source.kind === 'term' ? runs.flatMap((run) => (plan.anyOf[source.member] ?? []).map((key) => ({ run, key }))) : [undefined];

/** The next rows of one arm, whether they pass the probes or not. */
export function armSql(search: Search, source: Source, arm: Arm, after: Cursor | undefined, limit: number): Sql {
  const [table, own] = arm ? ['term', ['t.run = $run AND t.term = $key', IN_TIME]] : ['event', sourceParts(search, source).own];
  const where = [...own, ...everywhere(search, source), ...keyset(search, after)];
  return bound(
    search,
    `SELECT t.time, t.sequence, t.run FROM ${table} t WHERE ${where.join(' AND ')} ORDER BY ${orderBy(search)} LIMIT $limit`,
    { limit, ...arm, ...cursorValues(after) },
  );
}

/** Whether one row of an arm passes; undefined where there is nothing to ask. */
export function probeSql(search: Search, source: Source): ((row: Values) => Sql) | undefined {
  const asked = probes(search, source, { run: '$run', time: '$time', sequence: '$sequence' });
  if (asked.length === 0) return undefined;
  const sql = `SELECT 1 WHERE ${asked.join(' AND ')}`;
  const { values } = bound(search, sql, {});
  return (row) => ({ sql, values: { ...values, ...row } });
}

const mayRepeat = ({ plan }: Search, source: Source): boolean =>
  source.kind === 'fact' || (source.kind === 'term' && plan.anyOf[source.member]?.length !== 1);

const IN_TIME = 't.time >= $from AND t.time < $to';

function sourceParts({ plan }: Search, source: Source): { readonly table: string; readonly own: readonly string[] } {
  switch (source.kind) {
    case 'term':
      return {
        table: 'term',
        own: ['t.run IN (SELECT value FROM json_each($runs))', hasTerm(plan, source.member, 't'), IN_TIME],
      };
    case 'fact':
      return { table: 'fact', own: [hasFact(source.member, 't'), IN_TIME] };
    case 'time':
      return { table: 'event', own: [IN_TIME] };
    case 'sequence':
      return { table: 'event', own: ['t.sequence >= $low AND t.sequence < $high'] };
  }
}

const hasTerm = ({ anyOf }: Plan, member: number, alias: string): string =>
  anyOf[member]?.length === 1
    ? `${alias}.term = $term${member}`
    : `${alias}.term IN (SELECT value FROM json_each($term${member}))`;

const hasFact = (member: number, alias: string): string =>
  `${alias}.path = $path${member} AND ${alias}.value >= $min${member} AND ${alias}.value <= $max${member}`;

/** What holds for every candidate, beyond what its source says already. */
function everywhere({ hasHidden }: Search, { kind }: Source): readonly string[] {
  return [
    kind === 'sequence' ? IN_TIME : 't.sequence >= $low AND t.sequence < $high',
    ...(hasHidden ? [`t.sequence / ${SPAN} NOT IN (SELECT value FROM json_each($hidden))`] : []),
  ];
}

/** Terms of one member up to which a candidate is probed for them; more are left to `matches`, which costs less. */
const PROBED_TERMS = 256;

/** How a statement names the row that is asked about. */
type RowNames = { readonly run: string; readonly time: string; readonly sequence: string };

const rowOf = ({ kind }: Source): RowNames => ({
  run: kind === 'fact' ? '(SELECT run FROM event WHERE event.sequence = t.sequence)' : 't.run',
  time: 't.time',
  sequence: 't.sequence',
});

/** The members that the source does not answer for. All terms of an event are in one run. */
function probes({ plan }: Search, source: Source, row: RowNames = rowOf(source)): readonly string[] {
  const terms = plan.anyOf.flatMap((keys, i) =>
    (source.kind === 'term' && source.member === i) || keys.length > PROBED_TERMS
      ? []
      : [
          `EXISTS (SELECT 1 FROM term p WHERE p.run = ${row.run} AND ${hasTerm(plan, i, 'p')}
           AND p.time = ${row.time} AND p.sequence = ${row.sequence})`,
        ],
  );
  const facts = plan.facts.flatMap((_, i) =>
    source.kind === 'fact' && source.member === i
      ? []
      : [`EXISTS (SELECT 1 FROM fact f INDEXED BY fact_of WHERE f.sequence = ${row.sequence} AND ${hasFact(i, 'f')})`],
  );
  return [...terms, ...facts];
}

function keyset({ plan: { order } }: Search, after: Cursor | undefined): readonly string[] {
  if (!after) return [];
  const beyond = order.direction === 'ASC' ? '>' : '<';
  return [order.by === 'eventTime' ? `(t.time, t.sequence) ${beyond} ($order, $after)` : `t.sequence ${beyond} $after`];
}

const cursorValues = (after: Cursor | undefined): Values => (after ? { order: after.order, after: after.sequence } : {});

function orderBy({ plan: { order } }: Search): string {
  const columns = order.by === 'eventTime' ? ['t.time', 't.sequence'] : ['t.sequence'];
  return columns.map((column) => `${column} ${order.direction}`).join(', ');
}

/** Only the values that the text names: SQLite takes no others. */
function bound({ values }: Search, sql: string, more: Values): Sql {
  const all: Values = { ...values, ...more };
  const named = new Set([...sql.matchAll(/\$(\w+)/g)].map(([, name]) => name ?? ''));
  return { sql, values: Object.fromEntries([...named].filter((name) => name in all).map((name) => [name, all[name] ?? null])) };
}
