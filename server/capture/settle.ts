/** What the store answered for one event, as the job sees it. */
import { sameContent } from '../epcis/identity.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Appended } from '../ports/event-store.ts';
import type { Report } from './report.ts';

/**
 * Books one outcome.
 * @returns `wait` where the fate of another job decides first; nothing is booked then
 */
export function settle(stored: StoredEvent, outcome: Appended, report: Report): 'done' | 'wait' {
  if (outcome.outcome === 'held') return 'wait';
  if (outcome.outcome === 'stored') {
    report.stored(stored.eventID);
    return 'done';
  }
  const { existing } = outcome;
  const isOurs = existing.origin.captureID === stored.origin.captureID;
  // Written under this same write by another job, which may yet be taken back.
  if (outcome.where === 'this-write' && !isOurs) return 'wait';
  // The job was written before and only its end was not booked: these are its own events.
  if (isOurs && existing.origin.index === stored.origin.index) report.stored(stored.eventID);
  else if (sameContent(existing.event, stored.event)) report.known(stored.eventID);
  else report.conflict({ index: stored.origin.index, eventID: stored.eventID, at: stored.origin.at }, existing.origin.captureID);
  return 'done';
}
