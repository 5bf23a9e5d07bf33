/** The answer about a class or lot: a ledger in place of a chain. */

import { toInstant } from '../epcis/time.ts';
import type { CustodyAnswer, HandOver, State } from './answer.ts';
import { eventsOf, tellClassStories } from './class-stories.ts';
import { readCondition } from './condition.ts';
import { effectOf, stepOf } from './effect.ts';
import { findWrongClocks } from './findings/on-the-way.ts';
import { collectFindings, type Findings } from './findings/raise.ts';
import { type LedgerReading, readLedger } from './ledger.ts';
import { tidy } from './ledger-book.ts';
import { readLineage } from './lineage.ts';
import { readPlaceBook } from './master-data.ts';
import type { Mentions } from './mentions.ts';
import { makeNaming } from './naming.ts';
import { linkOrNull } from './party.ts';
import { heading, printEvent, type Setting } from './setting.ts';
import type { Telling } from './story.ts';

const DAY = 24 * 60 * 60_000;

export function answerForClass(mentions: Mentions, key: string, setting: Setting): CustodyAnswer {
  const { limits } = setting;
  const findings = collectFindings();
  const direct = tellingsOf(mentions, key, findings);
  const stories = tellClassStories(mentions, key, limits.depth);
  const naming = makeNaming({
    events: eventsOf(stories),
    places: readPlaceBook(setting.masterData),
    partners: setting.partners,
    prefixes: setting.prefixes,
  });
  const reading = readLedger({ mentions, stories, naming, findings }, key);
  const tellings = inOrder(mentions, [...direct, ...reading.carried]);
  findWrongClocks(tellings, limits, findings);
  findLateShipments(reading, setting, findings);
  return {
    ...heading(key, setting),
    status: statusOf(reading),
    ...readCondition(direct),
    chain: [],
    ownership: [],
    containment: { parents: [], children: [] },
    handOvers: reading.shipments.map(printShipment),
    lineage: readLineage(mentions, mentions.namingClass(key)),
    findings: findings.list(),
    events: tellings.map(printEvent),
    ledger: reading.ledger,
  };
}

function tellingsOf(mentions: Mentions, key: string, findings: Findings): readonly Telling[] {
  const tellings = new Map<number, Telling>();
  for (const { reading, role } of mentions.namingClass(key)) {
    const at = mentions.readings[reading];
    if (!at) continue;
    const { event, eventID } = at.stored;
    const time = event.eventTime.ms;
    if (at.declaredAt === undefined) {
      tellings.set(reading, { stored: at.stored, how: 'itself', effect: effectOf(event, role), carriedBy: key, within: [] });
    } else {
      findings.raise({
        id: 'corrected',
        at: time,
        events: [eventID],
        facts: { step: stepOf(event), at: time, declaredAt: at.declaredAt },
      });
    }
  }
  return [...tellings.values()];
}

/** Each event once, in order of time; that it names the class itself goes before that it names a container or unit. */
function inOrder(mentions: Mentions, tellings: readonly Telling[]): readonly Telling[] {
  const byEvent = new Map<string, Telling>();
  for (const telling of tellings) if (!byEvent.has(telling.stored.key)) byEvent.set(telling.stored.key, telling);
  return mentions.readings.flatMap(({ stored }) => byEvent.get(stored.key) ?? []);
}

function findLateShipments({ shipments }: LedgerReading, { until, limits }: Setting, findings: Findings): void {
  for (const { event: stored, sender, receiver, amount } of shipments) {
    const at = stored.event.eventTime.ms;
    const days = (until - at) / DAY;
    if (tidy(amount) <= 0 || days <= limits.transitDays) continue;
    const facts = { party: sender, other: receiver, at, count: Math.floor(days) };
    findings.raise({ id: 'shipped-not-received', at, events: [stored.eventID], facts });
  }
}

/** Held while anybody has some of it; on its way, missing, and ended only when all that is left of it is. */
function statusOf({ ledger: { rows, inTransit } }: LedgerReading): State {
  if (rows.some(({ left }) => left > 0)) return 'held';
  if (inTransit.length > 0) return 'in_transit';
  return rows.some(({ ended }) => ended > 0) && rows.every(({ missing }) => missing === 0) ? 'ended' : 'unknown';
}

function printShipment({ sender, receiver, event: { event, eventID }, received }: LedgerReading['shipments'][number]): HandOver {
  return {
    sender: linkOrNull(sender),
    receiver: linkOrNull(receiver),
    shipped: { time: toInstant(event.eventTime.ms), event: eventID },
    received: received ? { time: toInstant(received.event.eventTime.ms), event: received.eventID } : null,
  };
}
