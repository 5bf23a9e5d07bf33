/**
 * Who is behind an event: the party that has the object, by the surest ground there is.
 *
 * What is known as a party is learned from this chain's own events, the partner register and master data, so that the same
 * events give the same names in whatever order they came.
 */
import type { Destination, EpcisEvent, Source } from '../epcis/event.ts';
import { type PrefixTable, prefixLengthOf } from '../epcis/identifier/company-prefix.ts';
import { parseKey } from '../epcis/identifier/gs1-key.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Basis } from './answer.ts';
import type { PlaceBook } from './master-data.ts';
import { glnOf, partyKey } from './party.ts';

export type Named = {
  /** Key of the party. */
  readonly party: string;
  readonly basis: Basis;
  readonly note?: 'owning_party';
};

export type Naming = {
  /** Who gives it away, as stated. */
  source(stored: StoredEvent): Named | undefined;
  /** To whom, as stated. */
  destination(stored: StoredEvent): Named | undefined;
  /**
   * Whose place it is seen at.
   * @param around parties that have to do with the object now: where several of one company could be meant, these are
   */
  seat(stored: StoredEvent, around: readonly string[]): Named | undefined;
  /** Who has it, surest ground first: stated, by place, by sender, else the place's own GLN. */
  present(stored: StoredEvent, around: readonly string[]): Named | undefined;
  /** The last grounds alone: the sender of the document, else the place's own GLN. */
  presumed(stored: StoredEvent): Named | undefined;
};

export type NamingSources = {
  /** Events of this chain. */
  readonly events: readonly StoredEvent[];
  readonly places: PlaceBook;
  /** Partner register: name of a principal to its party, in any notation. */
  readonly partners: ReadonlyMap<string, string>;
  readonly prefixes: PrefixTable | undefined;
};

/** Grounds sure enough to move possession without anybody's word for it. */
export const isSure = (basis: Basis): boolean => basis === 'stated' || basis === 'master-data' || basis === 'known-party';

export function makeNaming({ events, places, partners, prefixes }: NamingSources): Naming {
  const known = knownParties(events, places, partners);
  const urnPrefixes = prefixesInUrns(events);
  const saysPossession = new Set(events.filter(({ event }) => namesPossessor(event)).map(({ origin }) => origin.captureID));

  /** An owner counts as the one in possession only in a document that never says who is in possession. */
  const end = ({ event, origin }: StoredEvent, list: 'source' | 'destination'): Named | undefined => {
    const possessor = endOf(event, list, 'possessing_party');
    if (possessor !== undefined) return { party: possessor, basis: 'stated' };
    if (saysPossession.has(origin.captureID)) return undefined;
    const owner = endOf(event, list, 'owning_party');
    return owner === undefined ? undefined : { party: owner, basis: 'stated', note: 'owning_party' };
  };

  const byPrefix = (place: string, around: readonly string[]): string | undefined => {
    const gln = glnOf(place);
    const prefix = gln === undefined ? undefined : companyPrefix(place, gln, urnPrefixes, prefixes);
    if (prefix === undefined) return undefined;
    const ofCompany = known.filter((party) => glnOf(party)?.startsWith(prefix));
    return around.find((party) => ofCompany.includes(party)) ?? (ofCompany.length === 1 ? ofCompany[0] : undefined);
  };

  const grounds: readonly (readonly [Basis, (place: string, around: readonly string[]) => string | undefined])[] = [
    ['master-data', (place) => places.partyOf(place)],
    ['known-party', (place) => known.find((party) => party === partyKey(place))],
    ['prefix', byPrefix],
  ];

  const seat = ({ event }: StoredEvent, around: readonly string[]): Named | undefined => {
    const at = placesOf(event);
    for (const [basis, name] of grounds) {
      for (const place of at) {
        const party = name(place, around);
        if (party !== undefined) return { party, basis };
      }
    }
    return undefined;
  };

  const presumed = ({ event, origin }: StoredEvent): Named | undefined => {
    const sender = origin.sender ?? partners.get(origin.deliveredBy) ?? partyText(origin.deliveredBy);
    if (sender !== undefined) return { party: partyKey(sender), basis: 'sender' };
    const gln = placesOf(event)
      .map(glnOf)
      .find((value) => value !== undefined);
    return gln === undefined ? undefined : { party: `417/${gln}`, basis: 'assumed' };
  };

  /**
   * Outside of a hand-over, source and destination say between whom the object goes some time, not who has it now: the
   * place decides between them, then who had it so far, and at last it is still with the source.
   */
  const statedPresent = ({ event }: StoredEvent, there: Named | undefined, around: readonly string[]): Named | undefined => {
    const from = endOf(event, 'source', 'possessing_party');
    const to = endOf(event, 'destination', 'possessing_party');
    if (from === undefined && to !== undefined && there) return there;
    const either = [from, to].filter((party) => party !== undefined);
    const party = either.find((one) => one === there?.party) ?? around.find((one) => either.includes(one)) ?? either[0];
    return party === undefined ? undefined : { party, basis: 'stated' };
  };

  return {
    source: (stored) => end(stored, 'source'),
    destination: (stored) => end(stored, 'destination'),
    seat,
    presumed,
    present(stored, around) {
      const there = seat(stored, around);
      return statedPresent(stored, there, around) ?? there ?? presumed(stored);
    },
  };
}

/** bizLocation before readPoint: where it stays says more than where it was seen. */
export const placesOf = ({ bizLocation, readPoint }: EpcisEvent): readonly string[] =>
  [bizLocation, readPoint].filter((place) => place !== undefined).map((place) => identifierKey(place.id));

/** The first party of a kind in a list, as key. */
export function endOf(event: EpcisEvent, list: 'source' | 'destination', type: string): string | undefined {
  const text = list === 'source' ? first(event.sourceList, type)?.source : first(event.destinationList, type)?.destination;
  return text === undefined ? undefined : partyKey(text);
}

const first = <T extends Source | Destination>(list: readonly T[] | undefined, type: string): T | undefined =>
  list?.find((entry) => entry.type.word === type);

const namesPossessor = (event: EpcisEvent): boolean =>
  first(event.sourceList, 'possessing_party') !== undefined || first(event.destinationList, 'possessing_party') !== undefined;

/** A principal whose name is itself an identifier of a party. */
const partyText = (name: string): string | undefined => (glnOf(partyKey(name)) === undefined ? undefined : name);

const partyTypes = new Set(['possessing_party', 'owning_party']);

function knownParties(
  events: readonly StoredEvent[],
  places: PlaceBook,
  partners: ReadonlyMap<string, string>,
): readonly string[] {
  const parties = new Set<string>();
  for (const { event } of events) {
    for (const { type, source } of event.sourceList ?? []) if (partyTypes.has(type.word)) parties.add(partyKey(source));
    for (const { type, destination } of event.destinationList ?? [])
      if (partyTypes.has(type.word)) parties.add(partyKey(destination));
  }
  for (const party of partners.values()) parties.add(partyKey(party));
  for (const party of places.parties) parties.add(party);
  return [...parties].sort();
}

/** Company prefixes that the chain itself tells: a URN has its prefix apart. */
function prefixesInUrns(events: readonly StoredEvent[]): readonly string[] {
  const prefixes = new Set<string>();
  const learn = (text: string | undefined) => {
    const prefix = /^urn:epc:id:(?:sgln|pgln):(\d{6,12})\./.exec(text ?? '')?.[1];
    if (prefix !== undefined) prefixes.add(prefix);
  };
  for (const { event } of events) {
    learn(event.readPoint?.id);
    learn(event.bizLocation?.id);
    for (const { source } of event.sourceList ?? []) learn(source);
    for (const { destination } of event.destinationList ?? []) learn(destination);
  }
  return [...prefixes].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** No company prefix is the beginning of another, so a GLN that begins with one belongs to it. */
function companyPrefix(
  place: string,
  gln: string,
  inUrns: readonly string[],
  table: PrefixTable | undefined,
): string | undefined {
  const learned = inUrns.find((prefix) => gln.startsWith(prefix));
  if (learned !== undefined) return learned;
  const key = parseKey(place);
  const length = key === undefined ? undefined : prefixLengthOf(key, table);
  return length === undefined || length === 0 ? undefined : gln.slice(0, length);
}
