/** Asks in-memory events as a URL does: parameters in, the answers' places out. */
import type { EpcisEvent } from '../../server/epcis/event.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { compile } from '../../server/query/compile.ts';
import { matches } from '../../server/query/matches.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { stored } from '../build/event.ts';
import { indexed, isCandidate } from './run-plan.ts';

export const prefixes = { ex: 'https://ns.things.example/epcis/' } as const;

const isStored = (event: EpcisEvent | StoredEvent): event is StoredEvent => 'origin' in event;

/**
 * Which of the events match, by their place in the list. The plan is held against it: an event it would not fetch is not
 * answered, as in a store.
 */
export function ask(parameters: string, ...events: readonly (EpcisEvent | StoredEvent)[]): readonly number[] {
  const query = parseParameters(new URLSearchParams(parameters), prefixes);
  const plan = compile(query);
  return events.flatMap((event, place) => {
    const kept = isStored(event) ? event : stored(event);
    return matches(query, kept) && isCandidate(plan, indexed(kept)) ? [place] : [];
  });
}
