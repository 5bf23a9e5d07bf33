/** The values of a field: those of the standard, then those that events brought. */
import type { EventStore, Snapshot } from '../ports/event-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { EventQuery } from '../query/ast.ts';
import { type Dimension, type DimensionValue, standardValues } from '../query/dimensions.ts';
import type { Clock } from '../runtime/clock.ts';
import { hasEvents } from './has-events.ts';
import { BEGINNING, type ListPage, type ListPosition } from './list-page.ts';

type Deps = { readonly events: EventStore; readonly clock: Clock };

/** Values looked up at a time. */
const PARALLEL = 16;

/** A place is `s` and how many values of the standard were given, or `v` and the key of the last other one. */
export async function listValues(
  deps: Deps,
  principal: Principal,
  dimension: Dimension,
  { snapshot, place }: ListPosition,
  perPage: number,
): Promise<ListPage> {
  const standard = standardValues[dimension];
  const begin = place.startsWith('v') ? standard.length : Number(place.slice(1));
  const items = standard.slice(begin, begin + perPage);
  if (begin + items.length < standard.length) return { items, next: at(`s${begin + items.length}`) };
  const others = await moreValues(deps, principal, dimension, snapshot, place.startsWith('v') ? place.slice(1) : '', {
    wanted: perPage - items.length,
  });
  return { items: [...items, ...others.items], ...(others.after !== undefined && { next: at(`v${others.after}`) }) };
}

const at = (place: string): NonNullable<ListPage['next']> => ({ cursor: BEGINNING, place });

type Others = { readonly items: readonly string[]; readonly after?: string };

/** How long a page is filled before it is given as far as it has come, ms. */
const PATIENCE = 5_000;

async function moreValues(
  deps: Deps,
  principal: Principal,
  dimension: Dimension,
  snapshot: Snapshot,
  begin: string,
  { wanted }: { readonly wanted: number },
): Promise<Others> {
  const end = deps.clock() + PATIENCE;
  const items: string[] = [];
  let after = begin;
  for (;;) {
    // One more than is wanted tells whether there is more.
    const some = await deps.events.values(dimension, after, Math.min(wanted - items.length, PARALLEL) + 1);
    const looked = some.slice(0, Math.min(wanted - items.length, PARALLEL));
    const found = await Promise.all(looked.map((value) => hasEvents(deps, principal, queryFor(value), snapshot)));
    items.push(...looked.filter((_, i) => found[i]).map(({ text }) => text));
    after = looked.at(-1)?.key ?? after;
    if (some.length === looked.length) return { items };
    if (items.length === wanted || deps.clock() >= end) return { items, after };
  }
}

const queryFor = ({ dimension, key }: DimensionValue): EventQuery => ({
  where: [{ parameter: dimension, kind: 'word', field: dimension, anyOf: [key] }],
});
