/** Master data about the places and parties of a chain, and about what stands above them. */
import type { VocabularyElement } from '../epcis/document.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { MasterDataReader, RecordedElement, Snapshot } from '../ports/event-store.ts';
import { sitesOf } from './master-data.ts';
import { placesOf } from './naming.ts';
import { glnOf, partyKey } from './party.ts';

/** Rounds of asking upwards. */
const HEIGHT = 8;

export async function walkPlaces(
  deps: { readonly events: Pick<MasterDataReader, 'elements' | 'parents'> },
  events: readonly StoredEvent[],
  snapshot: Snapshot,
): Promise<readonly VocabularyElement[]> {
  const known = new Set<string>();
  const elements = new Map<string, VocabularyElement>();
  let level = [...new Set(events.flatMap(({ event }) => placesOf(event)).flatMap(keysOfPlace))];
  for (let height = 0; height < HEIGHT && level.length > 0; height++) {
    for (const key of level) known.add(key);
    const [own, above] = await Promise.all([deps.events.elements(level, snapshot), deps.events.parents(level, snapshot)]);
    for (const { element } of [...own, ...above]) elements.set(`${element.type} ${identifierKey(element.id)}`, element);
    level = [...new Set(further(own, above))].filter((key) => !known.has(key));
  }
  return [...elements.values()];
}

/** A dock's master data may be under the dock, its site, or the party of that GLN. */
function keysOfPlace(placeKey: string): readonly string[] {
  const gln = glnOf(placeKey);
  return gln === undefined ? [placeKey] : [placeKey, `414/${gln}`, partyKey(placeKey)];
}

const further = (own: readonly RecordedElement[], above: readonly RecordedElement[]): readonly string[] => [
  ...above.flatMap(({ element }) => keysOfPlace(identifierKey(element.id))),
  ...own.flatMap(({ element }) => sitesOf(element)).flatMap(keysOfPlace),
];
