/**
 * The document that decides what is visible, and its changes, each of them one atomic update.
 *
 * A write is *open* from its beginning until it is taken out of `open`: by committing it, which is the moment all its
 * events become visible, or by declaring it dead. Whoever takes it out first has decided; there is no third way. So a
 * number up to `last` is committed exactly when it is neither open nor dead.
 *
 * `time` grows with every change. It gives the record time of a write and the time of its end, and so the past can be
 * told (`write-log.ts`): what began or ended at or before an instant had done so for every reader from that instant on.
 */
import type { Document } from 'mongodb';
import type { WritesState } from './collections.ts';

/** An aggregation pipeline. */
export type Update = Document[];

type Time = unknown;

export const emptyState: Omit<WritesState, '_id'> = { last: 0, time: 0, events: 0, open: [], dead: [], committed: [] };

const timePasses = (now: Time): Document => ({ $set: { time: { $max: ['$time', now] } } });

const isWrite = (number: number): Document => ({ $eq: ['$$this.n', number] });
const isNotWrite = (number: number): Document => ({ $ne: ['$$this.n', number] });
const keep = (list: string, condition: Document): Document => ({ $filter: { input: `$${list}`, cond: condition } });

/** Opens the next write. Entries of `committed` that are in the log by now are dropped on the way. */
export const beginning = (
  now: Time,
  leaseMs: number,
  holder: { readonly token: string; readonly owner: string; readonly machine?: string; readonly pid: number },
  logged: readonly number[],
): Update => [
  timePasses(now),
  { $set: { last: { $add: ['$last', 1] }, committed: keep('committed', { $not: { $in: ['$$this.n', logged] } }) } },
  {
    $set: {
      open: {
        $concatArrays: [
          '$open',
          [{ n: '$last', recordTime: '$time', beside: '$open.n', ...literal(holder), until: { $add: [now, leaseMs] } }],
        ],
      },
    },
  },
];

/** Texts of ours as they are, whatever they begin with. */
const literal = (fields: Readonly<Record<string, unknown>>): Document =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { $literal: value }]));

export const renewing = (number: number, now: Time, leaseMs: number): Update => [
  {
    $set: {
      open: {
        $map: {
          input: '$open',
          in: { $cond: [isWrite(number), { $mergeObjects: ['$$this', { until: { $add: [now, leaseMs] } }] }, '$$this'] },
        },
      },
    },
  },
];

export const committing = (number: number, now: Time, events: number): Update => [
  timePasses(now),
  { $set: { committed: { $concatArrays: ['$committed', ended(number)] }, events: { $add: ['$events', events] } } },
  { $set: { open: keep('open', isNotWrite(number)) } },
];

export const killing = (number: number, now: Time): Update => [
  timePasses(now),
  { $set: { dead: { $concatArrays: ['$dead', ended(number)] } } },
  { $set: { open: keep('open', isNotWrite(number)) } },
];

/** The entry of an open write as it is kept when it has ended now. */
const ended = (number: number): Document => ({
  $map: {
    input: keep('open', isWrite(number)),
    in: { n: '$$this.n', recordTime: '$$this.recordTime', beside: '$$this.beside', at: '$time' },
  },
});

/** Condition: the write is open and its lease has run out. */
export const leaseIsOver = (number: number, now: Time): Document => ({
  $anyElementTrue: { $map: { input: '$open', in: { $and: [isWrite(number), { $lte: ['$$this.until', now] }] } } },
});

/** Forgets ended writes. */
export const forgetting = (list: 'dead' | 'committed', numbers: readonly number[]): Update => [
  { $set: { [list]: keep(list, { $not: { $in: ['$$this.n', numbers] } }) } },
];

/** Projection of the state to what has waited long enough. */
export const overdue = (
  now: Time,
  ages: { readonly open: number; readonly dead: number; readonly committed: number },
): Document => {
  const before = (list: string, field: string, age: number) => keep(list, { $lte: [{ $add: [`$$this.${field}`, age] }, now] });
  return {
    open: before('open', 'until', ages.open),
    dead: before('dead', 'at', ages.dead),
    committed: before('committed', 'at', ages.committed),
  };
};

export type Fate = 'open' | 'dead' | 'committed' | 'unknown';

/** What has become of a write. Of one that the state has forgotten it says `committed`; `write-log.ts` knows better. */
export function fateOf(number: number, state: WritesState): Fate {
  if (number < 1 || number > state.last) return 'unknown';
  if (state.open.some(({ n }) => n === number)) return 'open';
  return state.dead.some(({ n }) => n === number) ? 'dead' : 'committed';
}
