/** The findings of custody: stable ids, how grave each is, and how it is said. docs/custody.md is held against this list. */
import type { Severity } from '../../epcis/issue.ts';
import { toInstant } from '../../epcis/time.ts';
import { link } from '../party.ts';

export type FindingId =
  | 'shipped-not-received'
  | 'received-not-shipped'
  | 'received-elsewhere'
  | 'received-before-shipped'
  | 'shipped-by-other'
  | 'handover-not-reported'
  | 'packed-twice'
  | 'unpacked-not-packed'
  | 'commissioned-twice'
  | 'used-before-commissioning'
  | 'active-after-end'
  | 'two-places'
  | 'contents-left'
  | 'clock'
  | 'corrected'
  | 'quantity';

/** What a sentence may speak of. Identifiers are keys, times ms since 1970. */
export type Facts = {
  /** The object itself, or the container that it was inside of. */
  readonly subject?: string;
  readonly party?: string | null;
  readonly other?: string | null;
  readonly container?: string;
  readonly otherContainer?: string | undefined;
  readonly step?: string | undefined;
  readonly at?: number;
  readonly count?: number;
  readonly amount?: string;
  readonly declaredAt?: number;
};

type Row = { readonly severity: Severity; readonly says: (facts: Facts) => string };

export const findingTable: Readonly<Record<FindingId, Row>> = {
  'shipped-not-received': {
    severity: 'warning',
    says: ({ party, other, at, count }) =>
      `Shipped by ${who(party)} to ${who(other)} at ${time(at)} and not received after ${count} days.`,
  },
  'received-not-shipped': {
    severity: 'warning',
    says: ({ party, other }) => `Received by ${who(party)}; no shipping by ${who(other)} is known.`,
  },
  'received-elsewhere': {
    severity: 'warning',
    says: ({ party, other }) => `Received by ${who(party)}, but shipped to ${who(other)}.`,
  },
  'received-before-shipped': {
    severity: 'warning',
    says: ({ party, other, at }) => `Received by ${who(party)} before ${who(other)} shipped it at ${time(at)}.`,
  },
  'shipped-by-other': {
    severity: 'error',
    says: ({ party, other }) => `Shipped by ${who(party)}, while ${who(other)} held it.`,
  },
  'handover-not-reported': {
    severity: 'warning',
    says: ({ party, other }) => `Seen with ${who(party)}; no hand-over from ${who(other)} is reported.`,
  },
  'packed-twice': {
    severity: 'warning',
    says: ({ subject, container, otherContainer }) =>
      `${thing(subject)} was put into ${thing(container)} while it was in ${thing(otherContainer)}.`,
  },
  'unpacked-not-packed': {
    severity: 'warning',
    says: ({ subject, container }) => `${thing(subject)} was taken out of ${thing(container)}, in which it was not.`,
  },
  'commissioned-twice': { severity: 'error', says: ({ at }) => `Commissioned again at ${time(at)}.` },
  'used-before-commissioning': {
    severity: 'warning',
    says: ({ at, count }) =>
      `${count === 1 ? 'One event is' : `${count} events are`} earlier than the commissioning at ${time(at)}.`,
  },
  'active-after-end': {
    severity: 'error',
    says: ({ step, at }) => `An event${step === undefined ? '' : ` (${step})`} at ${time(at)}, after the end.`,
  },
  'two-places': {
    severity: 'warning',
    says: ({ container, otherContainer, count }) =>
      `Seen at ${thing(otherContainer)} and ${count === 0 ? 'less than a minute' : `${count} ${count === 1 ? 'minute' : 'minutes'}`} later at ${thing(container)}.`,
  },
  'contents-left': {
    severity: 'warning',
    says: ({ subject, container, count }) =>
      `${thing(container)} ended or was taken into use again with ${subject === undefined ? `${count} ${count === 1 ? 'object' : 'objects'}` : thing(subject)} inside.`,
  },
  clock: { severity: 'warning', says: ({ at }) => `The event's time, ${time(at)}, is later than the time it was recorded.` },
  corrected: {
    severity: 'note',
    says: ({ step, at, declaredAt }) =>
      `An event${step === undefined ? '' : ` (${step})`} of ${time(at)} was declared in error at ${time(declaredAt)}.`,
  },
  quantity: {
    severity: 'warning',
    says: ({ party, subject, amount }) => `${amount} more of ${thing(subject)} left ${who(party)} than was there.`,
  },
};

/** Every id, in the order of docs/custody.md. */
export const findingIds = Object.keys(findingTable) as readonly FindingId[];

const who = (party: string | null | undefined): string =>
  party === null || party === undefined ? 'a party not named' : link(party);
const thing = (key: string | undefined): string => (key === undefined ? 'another container' : link(key));
const time = (ms: number | undefined): string => (ms === undefined ? 'an unknown time' : toInstant(ms));
