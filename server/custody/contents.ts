/**
 * What is directly inside a container, now or just before one of its events.
 *
 * Most contents were put in once and perhaps taken out; their events are simply counted through. Whatever has been in some
 * other parent, too, or went missing, is asked for its own story, so that parent and child never disagree.
 */
import type { EpcisEvent } from '../epcis/event.ts';
import { parentKey, takesAllOut } from './containment.ts';
import { effectOf, isLost, isPacking } from './effect.ts';
import { collectFindings, type Findings } from './findings/raise.ts';
import type { Mentions } from './mentions.ts';
import { type Story, tellStory } from './story.ts';

/** Keys of what is inside at the end, in order of packing. */
export function contentsOf(mentions: Mentions, container: string, depth: number): readonly string[] {
  const history = historyOf(mentions, container, Number.POSITIVE_INFINITY);
  return history.put.filter((key) =>
    isSimple(mentions, key, container)
      ? isSimplyInside(mentions, key, history)
      : tellStory(mentions, key, depth, collectFindings()).within[0] === container,
  );
}

/** Keys of what the container's own events put in and did not take out, whatever else happened to it. */
export function listedContents(mentions: Mentions, container: string): readonly string[] {
  const listed = new Set<string>();
  for (const { reading, role, event } of mentions.acts(container)) {
    if (role !== 'parent' || !isPacking(event)) continue;
    if (takesAllOut(event)) listed.clear();
    else if (event.action === 'DELETE') for (const key of mentions.keysAt(reading, 'child')) listed.delete(key);
    else for (const key of mentions.keysAt(reading, 'child')) listed.add(key);
  }
  return [...listed];
}

/** A container that ended, or began a second life, with something inside. */
export function findContentsLeft(mentions: Mentions, { subject, tellings }: Story, depth: number, findings: Findings): void {
  let isBegun = false;
  for (const { stored, effect, how } of tellings) {
    if (how !== 'itself') continue;
    const isSecondLife = effect === 'begin' && isBegun;
    isBegun ||= effect === 'begin';
    if (effect !== 'end' && !isSecondLife) continue;
    const before = mentions.readings.findIndex((reading) => reading.stored === stored);
    const history = historyOf(mentions, subject, before);
    const left = history.put.filter((key) =>
      isSimple(mentions, key, subject)
        ? isSimplyInside(mentions, key, history)
        : wasLeft(mentions, key, { container: subject, eventID: stored.eventID, depth }),
    );
    if (left.length > 0) {
      const at = stored.event.eventTime.ms;
      findings.raise({ id: 'contents-left', at, events: [stored.eventID], facts: { container: subject, count: left.length } });
    }
    if (effect === 'end') return;
  }
}

type History = {
  /** Whatever was put in, in order. */
  readonly put: readonly string[];
  /** Indexes of readings after which nothing is inside, ascending. */
  readonly emptied: readonly number[];
  readonly before: number;
};

function historyOf(mentions: Mentions, container: string, before: number): History {
  const put = new Set<string>();
  const emptied: number[] = [];
  let isBegun = false;
  for (const { reading, role, event } of mentions.acts(container)) {
    if (reading >= before) break;
    const effect = effectOf(event, role);
    const isEmptied = effect === 'end' || (effect === 'begin' && isBegun) || (role === 'parent' && takesAllOut(event));
    if (isEmptied) emptied.push(reading);
    else if (role === 'parent' && putsIn(event)) for (const key of mentions.keysAt(reading, 'child')) put.add(key);
    isBegun ||= effect === 'begin';
  }
  if (put.size > 0) mentions.prepare(put);
  return { put: [...put], emptied, before };
}

const putsIn = (event: EpcisEvent): boolean => isPacking(event) && event.action !== 'DELETE';

function isSimple(mentions: Mentions, key: string, container: string): boolean {
  return mentions
    .acts(key)
    .every(({ event, role }) => (isPacking(event) ? role === 'child' && parentKey(event) === container : !isLost(event)));
}

/** In by ADD and OBSERVE, out by DELETE and by whatever empties the container; what has ended is in nothing. */
function isSimplyInside(mentions: Mentions, key: string, { emptied, before }: History): boolean {
  let since: number | undefined;
  for (const { reading, role, event } of mentions.acts(key)) {
    if (reading >= before) break;
    if (effectOf(event, role) === 'end') return false;
    if (isPacking(event)) since = putsIn(event) ? reading : undefined;
  }
  const last = since;
  return last !== undefined && !emptied.some((index) => index > last);
}

type Leaving = { readonly container: string; readonly eventID: string; readonly depth: number };

function wasLeft(mentions: Mentions, key: string, { container, eventID, depth }: Leaving): boolean {
  const findings = collectFindings();
  tellStory(mentions, key, depth, findings);
  return findings.has('contents-left', ({ facts, events }) => facts.container === container && events.includes(eventID));
}
