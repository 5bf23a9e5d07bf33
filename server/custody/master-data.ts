/** What master data says about places: whose they are, and where on earth. */
import type { VocabularyElement } from '../epcis/document.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import { glnOf, partyKey, siteKey } from './party.ts';

export type Coordinates = { readonly latitude: number; readonly longitude: number };

export type PlaceBook = {
  /** The party that master data names for a place, by attribute or by hierarchy. */
  partyOf(placeKey: string): string | undefined;
  /** Is this party in master data as a party? */
  isParty(party: string): boolean;
  /** Every party master data knows as one. */
  readonly parties: readonly string[];
  coordinatesOf(placeKey: string): Coordinates | undefined;
};

/** Attributes whose value is the party of a place, first come first; compared without namespace, case and punctuation. */
const partyAttributes = ['possessingparty', 'operatingparty', 'party', 'owningparty'];
const siteAttributes = ['site', 'sitelocation', 'parent'];

/** Levels of hierarchy that are followed upwards. */
const HEIGHT = 8;

/** @param elements newest state of each element about the places of the chain and those above them */
export function readPlaceBook(elements: readonly VocabularyElement[]): PlaceBook {
  const byKey = new Map<string, VocabularyElement[]>();
  const above = new Map<string, string[]>();
  const parties = new Set<string>();
  for (const element of elements) {
    const key = identifierKey(element.id);
    append(byKey, key, element);
    for (const child of element.children) append(above, identifierKey(child), key);
    if (isPartyElement(element, key)) parties.add(partyKey(element.id));
  }
  const book = { byKey, above };
  return {
    partyOf: (placeKey) => climb(book, placeKey, (key) => partyAt(book, key)),
    isParty: (party) => parties.has(party),
    parties: [...parties],
    coordinatesOf: (placeKey) => climb(book, placeKey, (key) => coordinatesAt(book, key)),
  };
}

type Book = {
  readonly byKey: ReadonlyMap<string, readonly VocabularyElement[]>;
  readonly above: ReadonlyMap<string, readonly string[]>;
};

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

/** From a place upwards, nearest first, until something is found. */
function climb<T>(book: Book, placeKey: string, find: (key: string) => T | undefined): T | undefined {
  let level = [placeKey];
  const seen = new Set(level);
  for (let height = 0; height < HEIGHT && level.length > 0; height++) {
    for (const key of level) {
      const found = find(key);
      if (found !== undefined) return found;
    }
    level = level.flatMap((key) => placesAbove(book, key)).filter((key) => !seen.has(key));
    for (const key of level) seen.add(key);
  }
  return undefined;
}

const placesAbove = ({ byKey, above }: Book, key: string): readonly string[] => [
  siteKey(key),
  ...(above.get(key) ?? []),
  ...(byKey.get(key) ?? []).flatMap(sitesOf),
];

/** Keys of the sites that an element says it belongs to. */
export function sitesOf(element: VocabularyElement): readonly string[] {
  const site = attribute(element, siteAttributes);
  return site === undefined ? [] : [siteOf(site)];
}

/** A site attribute may be a bare GLN. */
const siteOf = (text: string): string => {
  const gln = glnOf(partyKey(text));
  return gln === undefined ? identifierKey(text) : `414/${gln}`;
};

function partyAt({ byKey }: Book, key: string): string | undefined {
  const elements = byKey.get(key) ?? [];
  for (const element of elements) {
    const party = attribute(element, partyAttributes);
    if (party !== undefined) return partyKey(party);
  }
  return elements.some((element) => isPartyElement(element, key)) ? partyKey(key) : undefined;
}

const isPartyElement = ({ type }: VocabularyElement, key: string): boolean => /[:/#]Party$/.test(type) || key.startsWith('417/');

function coordinatesAt({ byKey }: Book, key: string): Coordinates | undefined {
  for (const element of byKey.get(key) ?? []) {
    const latitude = Number(attribute(element, ['latitude']) ?? Number.NaN);
    const longitude = Number(attribute(element, ['longitude']) ?? Number.NaN);
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
  }
  return undefined;
}

/** The value of the first of these attributes that is there as text. */
function attribute({ attributes }: VocabularyElement, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = attributes.find(({ id, value }) => typeof value === 'string' && value.trim() !== '' && localName(id) === name);
    if (typeof found?.value === 'string') return found.value.trim();
  }
  return undefined;
}

const localName = (id: string): string => (/[^:/#]*$/.exec(id)?.[0] ?? id).toLowerCase().replaceAll(/[^a-z]/g, '');

/** Great-circle distance in km. */
export function distanceKm(a: Coordinates, b: Coordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const sine = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const half =
    sine(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * sine(b.longitude - a.longitude);
  return 2 * 6_371 * Math.asin(Math.min(1, Math.sqrt(half)));
}
