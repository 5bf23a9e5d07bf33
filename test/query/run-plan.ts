/** Runs plans over events in memory, as a store would: by keys and numbers only. */
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { Plan } from '../../server/query/plan.ts';
import { factKey } from '../../server/query/term-key.ts';
import { termKeysOf } from '../../server/query/term-keys.ts';
import { factsOf } from '../../server/query/terms.ts';

/** What a store has in its indexes about one event. */
export type Indexed = {
  readonly stored: StoredEvent;
  readonly keys: ReadonlySet<number>;
  readonly facts: readonly { readonly path: number; readonly value: number }[];
};

export const indexed = (stored: StoredEvent): Indexed => ({
  stored,
  keys: new Set(termKeysOf(stored)),
  facts: factsOf(stored).map(({ path, value }) => ({ path: factKey(path), value })),
});

/** Does a store that follows the plan fetch this event? */
export function isCandidate(plan: Plan, { stored, keys, facts }: Indexed): boolean {
  const { eventTime, recordTime } = plan;
  const at = stored.event.eventTime.ms;
  return (
    plan.anyOf.every((alternatives) => alternatives.some((key) => keys.has(key))) &&
    plan.facts.every(({ path, min, max }) =>
      facts.some((fact) => fact.path === path && fact.value >= min && fact.value <= max),
    ) &&
    eventTime.min <= at &&
    at < eventTime.max &&
    recordTime.min <= stored.origin.recordTime &&
    stored.origin.recordTime < recordTime.max
  );
}
