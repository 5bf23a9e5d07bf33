/**
 * Which of the events at hand are used: known at the time asked for, each once, and not declared in error.
 *
 * An error declaration does nothing to the object: it takes its original out, from the declaration's record time on.
 */
import type { StoredEvent } from '../epcis/stored-event.ts';

export type Corrected = {
  /** What was declared in error: the original, or the declaration itself (it repeats it) where the original is not there. */
  readonly stored: StoredEvent;
  /** ms since 1970, as the declaration says. */
  readonly declaredAt: number;
};

export type Selection = {
  readonly used: readonly StoredEvent[];
  readonly corrected: readonly Corrected[];
};

/**
 * @param asOf ms since 1970: events that happened later do not exist; undefined: all
 * @param knownAt ms since 1970: what was recorded later does not exist; undefined: all
 */
export function selectEvents(events: readonly StoredEvent[], asOf = Infinity, knownAt = Infinity): Selection {
  const known = onceEach(events.filter(({ event, origin }) => event.eventTime.ms <= asOf && origin.recordTime <= knownAt));
  const declared = new Map<string, Corrected>();
  for (const stored of known) {
    const { errorDeclaration } = stored.event;
    if (errorDeclaration) declared.set(stored.eventID, { stored, declaredAt: errorDeclaration.declarationTime.ms });
  }
  const used: StoredEvent[] = [];
  for (const stored of known) {
    if (stored.event.errorDeclaration) continue;
    const corrected = declared.get(stored.eventID);
    if (corrected) declared.set(stored.eventID, { ...corrected, stored });
    else used.push(stored);
  }
  return { used, corrected: [...declared.values()] };
}

/** Of the same event twice, the one recorded first. */
function onceEach(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const byKey = new Map<string, StoredEvent>();
  for (const stored of events) {
    const same = byKey.get(stored.key);
    if (!same || stored.origin.recordTime < same.origin.recordTime) byKey.set(stored.key, stored);
  }
  return [...byKey.values()];
}
