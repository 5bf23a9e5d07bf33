/** A plan over a snapshot in the terms of MongoDB: filters, index bounds, sort orders. No I/O. */
import type { Document, Filter } from 'mongodb';
import type { Cursor, Snapshot } from '../../ports/event-store.ts';
import type { Plan, Range } from '../../query/plan.ts';
import type { EventDocument, PartDocument } from './collections.ts';
import { indexes } from './indexes.ts';
import { hiddenRanges } from './sequence.ts';

export type EventFilter = Filter<EventDocument | PartDocument>;

/** Where an event stands in both orders. */
export type Position = { readonly t: number; readonly s: number };

/** Something a plan asks that an index answers by itself. */
export type Bound = {
  readonly filter: EventFilter;
  readonly index: string;
  /** Alternatives, each a stretch of the index; within it the entries are in order of event time. */
  readonly stretches: number;
  /** The index holds positions, so that they are read without fetching an event. */
  readonly isCovered: boolean;
  /** Names of event time and sequence in that index. */
  readonly fields: Fields;
  /** Which conjunct it answers; the others are for the events fetched. */
  readonly conjunct?: number;
};

export type Fields = { readonly t: 't' | 'e'; readonly s: 's' | 'o' };

/** In what parts have as well; in what only main documents have. */
const ofAll: Fields = { t: 't', s: 's' };
const ofMain: Fields = { t: 'e', s: 'o' };

/** One ordered reading: all of it, then the next. */
export type Walk = { readonly filter: EventFilter; readonly index: string; readonly sort: Record<string, 1 | -1> };

export type Search = {
  readonly plan: Plan;
  readonly isByTime: boolean;
  readonly direction: 1 | -1;
  /** Sequences that can be seen, from the end of the snapshot and the record times asked. */
  readonly sequences: Range;
  readonly hidden: readonly Range[];
  readonly after: Position | undefined;
  readonly conjuncts: readonly EventFilter[];
};

/** Stretches of hidden sequences told to the database, the newest; the rest are sorted out here. */
const HIDDEN = 16;

/** @param sequences those of the record times asked */
export function makeSearch(plan: Plan, snapshot: Snapshot, sequences: Range, after: Cursor | undefined): Search {
  const isByTime = plan.order.by === 'eventTime';
  return {
    plan,
    isByTime,
    direction: plan.order.direction === 'ASC' ? 1 : -1,
    sequences,
    hidden: hiddenRanges(snapshot).slice(-HIDDEN),
    after: after && { t: after.order, s: after.sequence },
    conjuncts: [
      ...plan.anyOf.map((keys): EventFilter => ({ k: { $in: [...keys] } })),
      ...plan.facts.map(
        ({ path, min, max }): EventFilter => ({
          // Said twice: the first makes the planner use the path for bounds, the second ties the value to it.
          'f.p': path,
          f: { $elemMatch: { p: path, ...inRange('v', { min, max }, 'closed') } },
        }),
      ),
    ],
  };
}

export function termBound({ plan, conjuncts }: Search, conjunct: number): Bound {
  return {
    filter: { ...conjuncts[conjunct], ...inRange('t', plan.eventTime) },
    index: indexes.terms,
    stretches: plan.anyOf[conjunct]?.length ?? 0,
    isCovered: true,
    fields: ofAll,
    conjunct,
  };
}

export const factBound = ({ conjuncts }: Search, conjunct: number): Bound => ({
  filter: conjuncts[conjunct] ?? {},
  index: indexes.facts,
  stretches: Number.POSITIVE_INFINITY,
  isCovered: false,
  fields: ofAll,
  conjunct,
});

export const timeBound = ({ plan }: Search): Bound => ({
  filter: inRange('e', plan.eventTime),
  index: indexes.time,
  stretches: 1,
  isCovered: true,
  fields: ofMain,
});

export const sequenceBound = ({ sequences }: Search): Bound => ({
  filter: inRange('o', sequences),
  index: indexes.sequence,
  stretches: 1,
  isCovered: false,
  fields: ofMain,
});

/** Positions after the one reached, in the order asked; for reading a bound piece by piece. */
export function positionsAfter(search: Search, bound: Bound, reached: Position | undefined): Walk {
  const { isByTime, direction, plan, sequences } = search;
  const { t, s } = bound.fields;
  const beyond = direction === 1 ? '$gt' : '$lt';
  const parts: Document[] = [bound.filter, inRange(t, plan.eventTime), inRange(s, sequences)];
  if (reached && isByTime)
    parts.push({ $or: [{ [t]: { [beyond]: reached.t } }, { [t]: reached.t, [s]: { [beyond]: reached.s } }] });
  if (reached && !isByTime) parts.push({ [s]: { [beyond]: reached.s } });
  return { filter: all(parts), index: bound.index, sort: isByTime ? { [t]: direction, [s]: direction } : { [s]: direction } };
}

/** Events in order of event time, by the index of times or, where a term leads, by that of terms. */
export function walksByTime(search: Search, leading: number | undefined): readonly Walk[] {
  const { plan, direction, after, sequences } = search;
  const { t, s } = leading === undefined ? ofMain : ofAll;
  const lead: Document = leading === undefined ? {} : { ...search.conjuncts[leading] };
  const walk = (time: Document): Walk => ({
    filter: all([lead, time, inRange(s, sequences), unseen(search, s), others(search, leading)]),
    index: leading === undefined ? indexes.time : indexes.terms,
    sort: { [t]: direction, [s]: direction },
  });
  const range = inRange(t, plan.eventTime);
  if (after === undefined) return [walk(range)];
  // First the rest of the events of that very time, so that each reading is one stretch of the index.
  const beyond = direction === 1 ? '$gt' : '$lt';
  return [walk({ [t]: after.t, [s]: { [beyond]: after.s } }), walk(all([range, { [t]: { [beyond]: after.t } }]))];
}

/** Events in order of recording: stretch after stretch of what can be seen. */
export function walksBySequence(search: Search): readonly Walk[] {
  const { direction, after } = search;
  const begin = direction === 1 && after ? Math.max(search.sequences.min, after.s + 1) : search.sequences.min;
  const end = direction === -1 && after ? Math.min(search.sequences.max, after.s) : search.sequences.max;
  const stretches: Range[] = [];
  let from = begin;
  for (const gap of search.hidden) {
    if (gap.min > from) stretches.push({ min: from, max: Math.min(gap.min, end) });
    from = Math.max(from, gap.max);
  }
  stretches.push({ min: from, max: end });
  const walks = stretches
    .filter(({ min, max }) => min < max)
    .map(
      (range): Walk => ({
        filter: all([inRange('o', range), others(search, undefined)]),
        index: indexes.sequence,
        sort: { o: direction },
      }),
    );
  return direction === 1 ? walks : walks.toReversed();
}

/** Main documents of these sequences that satisfy the conjuncts the bound has not. */
export const ofSequences = (search: Search, sequences: readonly number[], conjunct: number | undefined): EventFilter =>
  all([{ o: { $in: [...sequences] } }, others(search, conjunct)]);

/**
 * Event time and the other conjuncts. An event in parts has its terms and facts dealt out over them, so that no single
 * document satisfies two conjuncts: whatever one of them finds is let through here, for `matches` to judge the whole.
 */
function others({ conjuncts, plan }: Search, except: number | undefined): Document {
  const asked = [...conjuncts.filter((_, i) => i !== except), inRange('t', plan.eventTime)];
  const rest = all(asked);
  return Object.keys(rest).length === 0 ? {} : { $or: [{ parts: { $exists: true } }, { of: { $exists: true } }, rest] };
}

const unseen = ({ hidden }: Search, field: string): Document =>
  hidden.length === 0 ? {} : { $nor: hidden.map((range) => inRange(field, range)) };

/** All of them hold. Each stays a member of its own, since two may speak of one field. */
function all(parts: readonly Document[]): Document {
  const said = parts.filter((part) => Object.keys(part).length > 0);
  return said.length === 1 ? (said[0] ?? {}) : said.length === 0 ? {} : { $and: said };
}

/** A range as a condition on a field; half-open, or with its end. Nothing where both sides are open. */
export function inRange(field: string, { min, max }: Range, end: 'half-open' | 'closed' = 'half-open'): Document {
  const condition: Document = {};
  if (min > Number.NEGATIVE_INFINITY) condition['$gte'] = min;
  if (max < Number.POSITIVE_INFINITY) condition[end === 'closed' ? '$lte' : '$lt'] = max;
  return Object.keys(condition).length === 0 ? {} : { [field]: condition };
}
