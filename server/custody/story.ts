/**
 * The events that speak about one object, in order, and what it was inside of.
 *
 * An event speaks about an object when it names it, or when it names, as a whole, a container that the object is inside of
 * at that moment, through any number of levels. A container's packing of other things does not: it only shows where the
 * container is, which matters where nobody reported that it had changed hands (`sighting`).
 */
import type { StoredEvent } from '../epcis/stored-event.ts';
import { type Containment, openContainment, parentKey, takesAllOut } from './containment.ts';
import { type Effect, effectOf, isLost, isPacking, type Role, speaksOfWhole, stepOf, takesContentsAlong } from './effect.ts';
import type { Findings } from './findings/raise.ts';
import type { Mentions, Reading } from './mentions.ts';
import { compareInTime, rankOf } from './order.ts';

export type Telling = {
  readonly stored: StoredEvent;
  readonly how: 'itself' | 'container' | 'sighting';
  /** What it does to the object asked for. */
  readonly effect: Effect;
  /** Key of the object itself, or of the innermost container that the event names. */
  readonly carriedBy: string;
  /** Containers after the event, innermost first. */
  readonly within: readonly string[];
};

export type Story = {
  readonly subject: string;
  readonly tellings: readonly Telling[];
  /** Containers now, innermost first. */
  readonly within: readonly string[];
};

/** @param depth levels of containers that are followed */
export function tellStory(mentions: Mentions, subject: string, depth: number, findings: Findings): Story {
  const teller: Teller = {
    subject,
    findings,
    containment: openContainment(subject, depth, findings),
    begun: new Set(),
    tellings: [],
    isEnded: false,
  };
  for (const [reading, roles] of scenes(mentions, subject, containersEver(mentions, subject, depth)))
    tell(teller, reading, roles);
  return { subject, tellings: teller.tellings, within: teller.containment.above(subject) };
}

type Teller = {
  readonly subject: string;
  readonly findings: Findings;
  readonly containment: Containment;
  /** Containers whose beginning was seen. */
  readonly begun: Set<string>;
  readonly tellings: Telling[];
  isEnded: boolean;
};

type Roles = ReadonlyMap<string, Role>;

function tell(teller: Teller, { stored, declaredAt }: Reading, roles: Roles): void {
  const { subject, containment } = teller;
  const spoken = whoIsSpokenOf(stored, roles, subject, containment.above(subject));
  if (declaredAt !== undefined) {
    if (spoken && spoken.how !== 'sighting') raiseCorrected(stored, declaredAt, teller.findings);
    return;
  }
  const effect = spoken && effectOnSubject(stored, spoken);
  const ends = effect === 'end';
  if (roles.has(subject) && (ends || goesMissingAlone(containment, subject, stored, roles))) containment.remove(subject);
  for (const [key, role] of roles) if (key !== subject) liveOn(teller, key, role, stored, roles);
  if (ends) containment.remove(subject);
  teller.isEnded ||= ends;
  containment.pack(stored, roles, { isEnded: teller.isEnded });
  if (spoken && effect) teller.tellings.push({ stored, ...spoken, effect, within: containment.above(subject) });
}

/** A container that ends, or begins a second life, holds nothing from then on; one that ends is in nothing. */
function liveOn({ begun, containment }: Teller, key: string, role: Role, stored: StoredEvent, roles: Roles): void {
  const effect = effectOf(stored.event, role);
  const isSecondLife = effect === 'begin' && begun.has(key);
  if (effect === 'begin') begun.add(key);
  if (effect === 'end' || isSecondLife) containment.empty(key, stored);
  if (effect === 'end' || goesMissingAlone(containment, key, stored, roles)) containment.remove(key);
}

/** Stolen or missing, and not together with a container of its own. */
const goesMissingAlone = (containment: Containment, key: string, { event }: StoredEvent, roles: Roles): boolean =>
  event.type === 'ObjectEvent' && isLost(event) && !containment.above(key).some((container) => roles.has(container));

type Spoken = Pick<Telling, 'how' | 'carriedBy'> & { readonly role: Role };

function whoIsSpokenOf({ event }: StoredEvent, roles: Roles, subject: string, path: readonly string[]): Spoken | undefined {
  const own = roles.get(subject);
  if (own) return { how: 'itself', carriedBy: subject, role: own };
  for (const container of path) {
    const role = roles.get(container);
    if (role && (role !== 'parent' || speaksOfWhole(event))) return { how: 'container', carriedBy: container, role };
  }
  const packed = path.find((container) => roles.has(container));
  if (packed === undefined) return undefined;
  return { how: takesAllOut(event) ? 'container' : 'sighting', carriedBy: packed, role: 'parent' };
}

function effectOnSubject({ event }: StoredEvent, { how, role }: Spoken): Effect {
  const effect = effectOf(event, role);
  if (how === 'itself') return effect;
  if (how === 'sighting' || effect === 'begin') return 'other';
  return effect === 'end' && !takesContentsAlong(event) ? 'other' : effect;
}

/** The object and whatever it, or a container of it, was ever put into. */
function containersEver(mentions: Mentions, subject: string, depth: number): readonly string[] {
  const found = new Set([subject]);
  let level = [subject];
  for (let i = 0; i < depth && level.length > 0; i++) {
    mentions.prepare(level);
    level = level.flatMap((key) => parentsOf(mentions, key)).filter((parent) => !found.has(parent));
    for (const parent of level) found.add(parent);
  }
  return [...found];
}

const parentsOf = (mentions: Mentions, key: string): readonly string[] =>
  mentions.acts(key).flatMap(({ event, role }) => {
    const parent = role === 'child' && isPacking(event) && event.action !== 'DELETE' ? parentKey(event) : undefined;
    return parent === undefined ? [] : [parent];
  });

type Scene = readonly [Reading, Roles];

/** Every event that names one of these, in order, with the roles that they have in it. */
function scenes(mentions: Mentions, subject: string, tracked: readonly string[]): readonly Scene[] {
  const byReading = new Map<number, Map<string, Role>>();
  for (const key of tracked) {
    for (const { reading, role } of mentions.naming(key)) {
      const roles = byReading.get(reading);
      if (roles) roles.set(key, role);
      else byReading.set(reading, new Map([[key, role]]));
    }
  }
  const list = [...byReading].flatMap(([index, roles]) => {
    const reading = mentions.readings[index];
    if (!reading) return [];
    const role = roles.get(subject);
    // What an event is in the life of the object asked for decides its place among events of one instant.
    return [
      {
        stored: reading.stored,
        rank: role ? rankOf(reading.stored.event, role) : reading.rank,
        scene: [reading, roles] as const,
      },
    ];
  });
  return list.sort(compareInTime).map(({ scene }) => scene);
}

function raiseCorrected({ event, eventID }: StoredEvent, declaredAt: number, findings: Findings): void {
  const at = event.eventTime.ms;
  findings.raise({ id: 'corrected', at, events: [eventID], facts: { step: stepOf(event), at, declaredAt } });
}
