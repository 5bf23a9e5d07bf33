/** Findings that show in the whole chain and not in a single event. */

import type { EpcisEvent } from '../../epcis/event.ts';
import { identifierKey } from '../../epcis/identifier/key.ts';
import type { Stretch } from '../chain-state.ts';
import type { CustodyLimits } from '../limits.ts';
import { distanceKm, type PlaceBook } from '../master-data.ts';
import { siteKey } from '../party.ts';
import type { Telling } from '../story.ts';
import type { Findings } from './raise.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A transit that has lasted too long. @param until ms since 1970: the time asked for, or now */
export function findLateTransit(stretches: readonly Stretch[], until: number, limits: CustodyLimits, findings: Findings): void {
  const now = stretches.at(-1);
  if (now?.state !== 'in_transit' || until - now.from <= limits.transitDays * DAY) return;
  const facts = { party: now.sender, other: now.receiver, at: now.from, count: Math.floor((until - now.from) / DAY) };
  findings.raise({ id: 'shipped-not-received', at: now.from, events: now.events, facts });
}

/** Events that were recorded before they happened. */
export function findWrongClocks(tellings: readonly Telling[], limits: CustodyLimits, findings: Findings): void {
  for (const { stored } of tellings) {
    const at = stored.event.eventTime.ms;
    if (at - stored.origin.recordTime > limits.clockMinutes * MINUTE)
      findings.raise({ id: 'clock', at, events: [stored.eventID], facts: { at } });
  }
}

/** The object cannot have been at two places in so short a time. */
export function findTwoPlaces(tellings: readonly Telling[], places: PlaceBook, limits: CustodyLimits, findings: Findings): void {
  let before: { readonly telling: Telling; readonly place: string } | undefined;
  for (const telling of tellings) {
    const place = seenAt(telling.stored.event);
    if (place === undefined) continue;
    if (before && before.place !== place) compare(before.telling, telling, before.place, place);
    before = { telling, place };
  }

  function compare(first: Telling, second: Telling, from: string, to: string): void {
    const at = second.stored.event.eventTime.ms;
    const minutes = (at - first.stored.event.eventTime.ms) / MINUTE;
    const [a, b] = [places.coordinatesOf(from), places.coordinatesOf(to)];
    const least = a && b ? (distanceKm(a, b) / limits.travelKmPerHour) * 60 : limits.twoPlacesMinutes;
    if (minutes >= least) return;
    const facts = { otherContainer: from, container: to, count: Math.floor(minutes) };
    findings.raise({ id: 'two-places', at, events: [first.stored.eventID, second.stored.eventID], facts });
  }
}

/** Where it was seen: the site, whatever dock or shelf of it. */
function seenAt(event: EpcisEvent): string | undefined {
  const place = event.readPoint ?? event.bizLocation;
  return place === undefined ? undefined : siteKey(identifierKey(place.id));
}
