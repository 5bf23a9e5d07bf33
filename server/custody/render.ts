/** The answer for people: who held it, where, when, inside what, on what grounds, and what is odd about it. Plain text. */
import type { CustodyAnswer, Finding, LedgerRow, LedgerTransit, Segment, State } from './answer.ts';
import { table } from './text-table.ts';

/** Of long lists, so many are shown. */
const SHOWN = 20;

const NOTHING = '-';

/** @returns lines, each ended by a line feed; keys stand without the domain `https://id.gs1.org/` */
export function renderCustody(answer: CustodyAnswer): string {
  const sections = [
    heading(answer),
    section('Chain', chain(answer.chain)),
    section('Ledger', [...ledgerRows(answer.ledger?.rows ?? []), ...ledgerTransits(answer.ledger?.inTransit ?? [])]),
    section('Serialised units', units(answer)),
    section('Inside', answer.containment.parents.length > 0 ? [answer.containment.parents.map(short).join(' in ')] : []),
    section(`Contents (${answer.containment.children.length})`, some(answer.containment.children.map(short))),
    section('Ownership', ownership(answer)),
    section('Hand-overs', handOvers(answer)),
    section('Made from', some(answer.lineage.madeFrom.map(short))),
    section('Made into', some(answer.lineage.madeInto.map(short))),
    section('Findings', findings(answer.findings)),
    section('Events', events(answer)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading(answer: CustodyAnswer): readonly string[] {
  const { asOf, knownAt, status, disposition, persistentDispositions } = answer;
  const lines = [
    ['Chain of custody of', answer.identifier],
    ...(asOf === null ? [] : [['as of', time(asOf)]]),
    ...(knownAt === null ? [] : [['as known at', time(knownAt)]]),
    ['Status', `${stateWords[status]}${present(answer.chain.at(-1))}`],
    ...(disposition === null ? [] : [['Disposition', disposition]]),
    ...(persistentDispositions.length === 0 ? [] : [['Persistent', persistentDispositions.join(', ')]]),
  ];
  return table(lines);
}

const stateWords: Readonly<Record<State, string>> = {
  held: 'held',
  in_transit: 'in transit',
  ended: 'ended',
  unknown: 'unknown',
};

function present(segment: Segment | undefined): string {
  if (!segment) return '';
  if (segment.state === 'held') return ` by ${who(segment.holder)}`;
  if (segment.state === 'in_transit') return ` from ${who(segment.sender)} to ${who(segment.receiver)}`;
  return segment.reason === null ? '' : ` by ${segment.reason}`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

function chain(segments: readonly Segment[]): readonly string[] {
  if (segments.length === 0) return [];
  return table([
    ['from', 'to', 'state', 'who', 'where', 'inside', 'known by'],
    ...segments.map((segment) => [
      time(segment.from),
      segment.to === null ? NOTHING : time(segment.to),
      segment.reason === null ? stateWords[segment.state] : `${stateWords[segment.state]}: ${segment.reason}`,
      holders(segment),
      segment.place === null ? NOTHING : short(segment.place),
      segment.within.length === 0 ? NOTHING : segment.within.map(short).join(' in '),
      `${segment.basis ?? NOTHING}${segment.note === undefined ? '' : ' (as owner)'}`,
    ]),
  ]);
}

function holders({ state, holder, sender, receiver }: Segment): string {
  if (state === 'held') return who(holder);
  return state === 'in_transit' ? `${who(sender)} > ${who(receiver)}` : NOTHING;
}

function ledgerRows(rows: readonly LedgerRow[]): readonly string[] {
  if (rows.length === 0) return [];
  return table([
    ['holder', 'unit', 'begun', 'received', 'shipped', 'ended', 'missing', 'left'],
    ...rows.map((row) => [
      who(row.holder),
      row.uom ?? 'pieces',
      ...[row.begun, row.received, row.shipped, row.ended, row.missing, row.left].map(String),
    ]),
  ]);
}

const ledgerTransits = (transits: readonly LedgerTransit[]): readonly string[] =>
  transits.map(
    ({ sender, receiver, quantity, uom }) =>
      `on the way from ${who(sender)} to ${who(receiver)}: ${quantity} ${uom ?? (quantity === 1 ? 'piece' : 'pieces')}`,
  );

function units({ ledger }: CustodyAnswer): readonly string[] {
  if (!ledger || ledger.instances.length === 0) return [];
  const lines = ledger.instances.map(({ identifier, status, holder, sender, receiver, within }) => [
    short(identifier),
    stateWords[status],
    status === 'in_transit' ? `${who(sender)} > ${who(receiver)}` : status === 'held' ? who(holder) : NOTHING,
    within.length === 0 ? NOTHING : within.map(short).join(' in '),
  ]);
  return some(table(lines));
}

const ownership = (answer: CustodyAnswer): readonly string[] =>
  table(
    answer.ownership.map(({ owner, from, to, basis }) => [time(from), to === null ? NOTHING : time(to), short(owner), basis]),
  );

function handOvers(answer: CustodyAnswer): readonly string[] {
  if (answer.handOvers.length === 0) return [];
  return table([
    ['from', 'to', 'shipped', 'received'],
    ...answer.handOvers.map(({ sender, receiver, shipped, received }) => [
      who(sender),
      who(receiver),
      shipped ? time(shipped.time) : NOTHING,
      received ? time(received.time) : NOTHING,
    ]),
  ]);
}

const findings = (list: readonly Finding[]): readonly string[] =>
  table(list.map(({ severity, id, message }) => [severity, id, message.replaceAll(DOMAIN, '').replaceAll('.000Z', 'Z')]));

function events(answer: CustodyAnswer): readonly string[] {
  return some(
    table(
      answer.events.map(({ eventTime, type, bizStep, carriedBy, eventID }) => [
        time(eventTime),
        type,
        bizStep ?? NOTHING,
        carriedBy === answer.identifier ? 'itself' : short(carriedBy),
        eventID,
      ]),
    ),
  );
}

const some = (lines: readonly string[]): readonly string[] =>
  lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more`];

const DOMAIN = 'https://id.gs1.org/';
const short = (identifier: string): string => identifier.replace(DOMAIN, '');
const who = (party: string | null): string => (party === null ? 'not named' : short(party));

/** Without the milliseconds where there are none. */
const time = (instant: string): string => instant.replace('.000Z', 'Z');
