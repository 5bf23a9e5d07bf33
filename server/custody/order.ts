/**
 * The order in which events happened: by instant; at one instant by life cycle; then by record time; then by identity.
 *
 * A partner who keeps times to the day or the minute still receives before he unpacks, and packs before he ships.
 */
import type { EpcisEvent } from '../epcis/event.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { effectOf, isPacking, type Role, stepOf } from './effect.ts';

/** Places in a life cycle. A void follows the shipping that it takes back. */
const ranks = { begin: 0, receive: 1, unpack: 2, other: 3, pack: 4, ship: 5, void: 6, end: 7 } as const;

/**
 * Place in the life cycle of an object that the event names in this role. Only a transformation has two places; a packing
 * has that of what is packed, for the container as well, so that the two never disagree.
 */
export function rankOf(event: EpcisEvent, role: Role): number {
  const effect = effectOf(event, isPacking(event) ? 'child' : role);
  if (effect === 'begin' || effect === 'receive' || effect === 'ship' || effect === 'void' || effect === 'end')
    return ranks[effect];
  const step = stepOf(event);
  if (step === 'arriving') return ranks.receive;
  if (step === 'departing') return ranks.ship;
  if (!isPacking(event)) return ranks.other;
  if (event.action === 'DELETE') return ranks.unpack;
  return event.action === 'ADD' ? ranks.pack : ranks.other;
}

/** An event with its rank. */
export type Ranked = { readonly stored: StoredEvent; readonly rank: number };

export function compareInTime(a: Ranked, b: Ranked): number {
  return (
    a.stored.event.eventTime.ms - b.stored.event.eventTime.ms ||
    a.rank - b.rank ||
    a.stored.origin.recordTime - b.stored.origin.recordTime ||
    compareText(a.stored.eventID, b.stored.eventID) ||
    compareText(a.stored.key, b.stored.key)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
