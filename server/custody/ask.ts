/** Questions to the store, answered to the end, and what they have brought so far. */
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { EventReader, Snapshot } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { EpcField, Predicate } from '../query/ast.ts';
import { HubProblem } from '../runtime/problem.ts';

/** Events asked for at once: all there are, or few at first where the first of them may be enough. */
const PAGE = 1_000;
const FIRST_PAGE = 32;

/** Identifiers or values in one question. */
export const BATCH = 500;

export type Asking = {
  /** Every event that matches, in order of time, kept in `found`. @throws HubProblem query-too-large */
  all(where: readonly Predicate[]): Promise<readonly StoredEvent[]>;
  /** The same, page by page, until it has seen enough. */
  until(where: readonly Predicate[], isEnough: (events: readonly StoredEvent[]) => boolean): Promise<readonly StoredEvent[]>;
  /** The last so many before a time. */
  lastBefore(ms: number, where: readonly Predicate[], count: number): Promise<readonly StoredEvent[]>;
  /** Everything found so far, each event once. */
  found(): readonly StoredEvent[];
};

type Deps = { readonly events: Pick<EventReader, 'find'> };

export type Bounds = {
  readonly snapshot: Snapshot;
  /** ms since 1970; events after it are not asked for. */
  readonly until: number;
  /** Events in all. */
  readonly most: number;
};

export function openAsking({ events }: Deps, principal: Principal, { snapshot, until, most }: Bounds): Asking {
  const found = new Map<string, StoredEvent>();
  const visibility = visibilityOf(principal);
  const bounded: readonly Predicate[] = until === Number.POSITIVE_INFINITY ? [] : [before(until + 1)];

  const page = async (where: readonly Predicate[], direction: 'ASC' | 'DESC', limit: number, after?: EventPageCursor) => {
    const query = { where: [...where, ...bounded], order: { by: 'eventTime', direction } as const };
    const answer = await events.find({ query, visibility, snapshot, limit, ...(after && { after }) });
    for (const stored of answer.events) found.set(stored.key, stored);
    if (found.size > most) {
      throw new HubProblem('query-too-large', `More than ${most} events speak about this identifier and what it was inside of.`);
    }
    return answer;
  };

  const read = async (where: readonly Predicate[], first: number, isEnough: (events: readonly StoredEvent[]) => boolean) => {
    const all: StoredEvent[] = [];
    let after: EventPageCursor | undefined;
    let limit = first;
    do {
      const answer = await page(where, 'ASC', limit, after);
      all.push(...answer.events);
      after = isEnough(all) ? undefined : answer.next;
      limit = Math.min(PAGE, limit * 2);
    } while (after);
    return all;
  };

  return {
    all: (where) => read(where, PAGE, () => false),
    until: (where, isEnough) => read(where, FIRST_PAGE, isEnough),
    lastBefore: async (ms, where, count) => (await page([...where, before(ms)], 'DESC', count)).events,
    found: () => [...found.values()],
  };
}

type EventPageCursor = NonNullable<Awaited<ReturnType<EventReader['find']>>['next']>;

/** Terms of which an event must have one, for each member. Everybody with access sees everything. */
const visibilityOf = (_principal: Principal): readonly (readonly string[])[] => [];

const PARAMETER = 'hub:custody';

export const naming = (keys: readonly string[], fields: readonly EpcField[]): Predicate => ({
  parameter: PARAMETER,
  kind: 'epc',
  fields,
  anyOf: keys.map((key) => ({ kind: 'key', key })),
});

export const namingClass = (key: string): Predicate => ({
  parameter: PARAMETER,
  kind: 'epcClass',
  fields: ['epcClass', 'inputEPCClass', 'outputEPCClass'],
  anyOf: [{ kind: 'key', key }],
});

export const word = (field: (Predicate & { readonly kind: 'word' })['field'], anyOf: readonly string[]): Predicate => ({
  parameter: PARAMETER,
  kind: 'word',
  field,
  anyOf,
});

export const extension = (ns: string, name: string, text: string): Predicate => ({
  parameter: PARAMETER,
  kind: 'extensionEquals',
  field: { area: 'ilmd', ns, name, depth: 'top' },
  anyOf: [text],
});

export const isDeclaration: Predicate = { parameter: PARAMETER, kind: 'exists', what: 'errorDeclaration' };
export const from = (ms: number): Predicate => ({ parameter: PARAMETER, kind: 'eventTime', op: 'GE', ms });
export const before = (ms: number): Predicate => ({ parameter: PARAMETER, kind: 'eventTime', op: 'LT', ms });

/** A list in pieces that are not too long for one question. */
export const inBatches = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / BATCH) }, (_, i) => list.slice(i * BATCH, (i + 1) * BATCH));
