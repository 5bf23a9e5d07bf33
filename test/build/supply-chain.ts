/** A small supply chain for tests of custody: who is there, and what they report. Acts take a time of one day in March. */
import type { EpcisEvent, ObjectEvent } from '../../server/epcis/event.ts';
import type { Origin, StoredEvent } from '../../server/epcis/stored-event.ts';
import {
  aDestination,
  anAggregationEvent,
  anAssociationEvent,
  anObjectEvent,
  aSource,
  type EventInput,
  stored,
} from './event.ts';

export type Company = {
  /** PGLN and SGLNs as URNs. */
  readonly party: string;
  readonly main: string;
  readonly site: string;
  readonly dock: string;
  /** The party as the answer writes it. */
  readonly link: string;
  readonly mainLink: string;
  readonly siteLink: string;
};

const company = (prefix: string, mainGln: string, siteGln: string): Company => ({
  party: `urn:epc:id:pgln:${prefix}.00000`,
  main: `urn:epc:id:sgln:${prefix}.00000.0`,
  site: `urn:epc:id:sgln:${prefix}.00017.0`,
  dock: `urn:epc:id:sgln:${prefix}.00000.dock4`,
  link: `https://id.gs1.org/417/${mainGln}`,
  mainLink: `https://id.gs1.org/414/${mainGln}`,
  siteLink: `https://id.gs1.org/414/${siteGln}`,
});

export const maker = company('9521001', '9521001000000', '9521001000178');
export const wholesaler = company('9521002', '9521002000009', '9521002000177');
export const pharmacy = company('9521003', '9521003000008', '9521003000176');
export const stranger = company('9521004', '9521004000007', '9521004000175');

export const unit = (serial: string): string => `urn:epc:id:sgtin:9521001.012345.${serial}`;
export const unitLink = (serial: string): string => `https://id.gs1.org/01/09521001123457/21/${serial}`;
export const box = (n: number): string => `urn:epc:id:sscc:9521001.30000000${String(n).padStart(2, '0')}`;
export const tote = (serial: string): string => `urn:epc:id:grai:9521001.00001.${serial}`;
export const lot = 'urn:epc:class:lgtin:9521001.012345.L1';
export const lotLink = 'https://id.gs1.org/01/09521001123457/10/L1';

/** `08:30` on the third, or `5 08:30` on the fifth of March 2025, as UTC. */
export function when(time: string): string {
  const [day, clock] = time.includes(' ') ? time.split(' ') : ['3', time];
  return `2025-03-${String(day).padStart(2, '0')}T${clock}:00.000Z`;
}

export const urnOf = (name: string): string => `urn:example:event:${name}`;

/** An event under a name of its own, which is the end of its eventID. */
export const as = (name: string, event: EpcisEvent, origin: Partial<Origin> = {}): StoredEvent =>
  stored({ ...event, eventID: urnOf(name) }, { captureID: captureOf(name), ...origin });

/** Every event comes in a document of its own. */
const captureOf = (name: string): string =>
  `00000000-0000-4000-8000-${[...name]
    .reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1e12, 7)
    .toString()
    .padStart(12, '0')}`;

type More = EventInput<ObjectEvent>;

const at = (place: string) => ({ readPoint: place, bizLocation: place });

/** An ObjectEvent at a place. */
export const act = (
  name: string,
  time: string,
  bizStep: string,
  place: string,
  epcs: readonly string[],
  more: More = {},
): StoredEvent => as(name, anObjectEvent({ eventTime: when(time), bizStep, epcList: epcs, ...at(place), ...more }));

export const commission = (name: string, time: string, by: Company, epcs: readonly string[], more: More = {}): StoredEvent =>
  act(name, time, 'commissioning', by.main, epcs, { action: 'ADD', ...more });

/** Between whom something goes. */
export const between = (from: Company | undefined, to: Company | undefined) => ({
  ...(from && { sourceList: [aSource('possessing_party', from.party)] }),
  ...(to && { destinationList: [aDestination('possessing_party', to.party)] }),
});

export const sold = (from: Company, to: Company) => ({
  sourceList: [aSource('owning_party', from.party)],
  destinationList: [aDestination('owning_party', to.party)],
});

/** A shipping has no bizLocation: it leaves. */
export const ship = (
  name: string,
  time: string,
  from: Company,
  to: Company,
  epcs: readonly string[],
  more: More = {},
): StoredEvent =>
  as(
    name,
    anObjectEvent({
      eventTime: when(time),
      bizStep: 'shipping',
      epcList: epcs,
      readPoint: from.main,
      ...between(from, to),
      ...more,
    }),
  );

/** A receiving that names both, unless `more` says otherwise. */
export const receive = (
  name: string,
  time: string,
  from: Company,
  to: Company,
  epcs: readonly string[],
  more: More = {},
): StoredEvent => act(name, time, 'receiving', to.main, epcs, { ...between(from, to), ...more });

type Packing = {
  readonly by: Company;
  readonly into: string;
  readonly action?: 'ADD' | 'OBSERVE' | 'DELETE';
  readonly lasting?: true;
};

/** Packs, or with another action observes or unpacks. `lasting`: an association. */
export function pack(
  name: string,
  time: string,
  { by, into, action = 'ADD', lasting }: Packing,
  childEPCs: readonly string[],
): StoredEvent {
  const fields = {
    eventTime: when(time),
    action,
    parentID: into,
    childEPCs,
    bizStep: action === 'DELETE' ? 'unpacking' : 'packing',
    ...at(by.main),
  };
  return as(name, lasting ? anAssociationEvent(fields) : anAggregationEvent(fields));
}
