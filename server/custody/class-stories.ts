/** Whose stories make the story of a class: its own events, the containers it was packed in, the serialised units of the lot. */
import type { StoredEvent } from '../epcis/stored-event.ts';
import { parentKey } from './containment.ts';
import { collectFindings } from './findings/raise.ts';
import { instancesOfLot } from './lot.ts';
import type { Mentions } from './mentions.ts';
import { type Story, tellStory } from './story.ts';

export type ClassStories = {
  /** Events that name the class. */
  readonly own: readonly StoredEvent[];
  readonly containers: readonly Story[];
  readonly units: readonly Story[];
};

export function tellClassStories(mentions: Mentions, classKey: string, depth: number): ClassStories {
  const own = new Set<StoredEvent>();
  const containers = new Set<string>();
  for (const { reading, role } of mentions.namingClass(classKey)) {
    const at = mentions.readings[reading];
    if (at?.declaredAt !== undefined || !at) continue;
    own.add(at.stored);
    const container = role === 'child' ? parentKey(at.stored.event) : undefined;
    if (container !== undefined) containers.add(container);
  }
  const tell = (key: string) => tellStory(mentions, key, depth, collectFindings());
  return { own: [...own], containers: [...containers].map(tell), units: instancesOfLot(mentions, classKey).map(tell) };
}

/** Every event of these stories, once: what the parties of the ledger are known from. */
export function eventsOf({ own, containers, units }: ClassStories): readonly StoredEvent[] {
  const told = [...containers, ...units].flatMap(({ tellings }) => tellings.filter(({ how }) => how !== 'sighting'));
  return [...new Set([...own, ...told.map(({ stored }) => stored)])];
}
