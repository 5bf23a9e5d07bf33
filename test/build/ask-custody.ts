/** Asks for a chain of custody over given events, at a fixed time. */
import type { CustodyAnswer, Segment } from '../../server/custody/answer.ts';
import { custody } from '../../server/custody/custody.ts';
import type { CustodyContext } from '../../server/custody/setting.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { unit } from './supply-chain.ts';

/** A week after the events: nothing is late yet. */
export const NOW = Date.parse('2025-03-10T00:00:00.000Z');

export const ask = (
  events: readonly StoredEvent[],
  identifier: string = unit('1'),
  context: Partial<CustodyContext> = {},
): CustodyAnswer => custody(events, identifier, { now: NOW, ...context });

/** A segment in one line: state, parties by the last digits of their GLN's company (1 maker, 2 wholesaler …), since when. */
export const line = ({ state, holder, sender, receiver, reason, from }: Segment): string => {
  const parties = state === 'in_transit' ? ` ${name(sender)}>${name(receiver)}` : state === 'held' ? ` ${name(holder)}` : '';
  return `${state}${parties}${reason === null ? '' : ` ${reason}`} ${from.slice(8, 10)}T${from.slice(11, 16)}`;
};

export const lines = (answer: CustodyAnswer): readonly string[] => answer.chain.map(line);

const names: Readonly<Record<string, string>> = {
  'https://id.gs1.org/417/9521001000000': 'maker',
  'https://id.gs1.org/417/9521002000009': 'wholesaler',
  'https://id.gs1.org/417/9521003000008': 'pharmacy',
  'https://id.gs1.org/417/9521004000007': 'stranger',
};
const name = (party: string | null): string => (party === null ? '?' : (names[party] ?? party));

export const findingIdsOf = (answer: CustodyAnswer): readonly string[] => answer.findings.map(({ id }) => id);
