/**
 * What is directly inside a container, now or just before one of its events.
 *
 * Most contents were put in once and perhaps taken out; their events are simply counted through. Whatever has been in some
 * other parent, too, or went missing, is asked for its own story, so that parent and child never disagree.
 */
import type { EpcisEvent } from '../epcis/event.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { parentKey, takesAllOut } from './containment.ts';
import { effectOf, isLost, isPacking, takesContentsAlong } from './effect.ts';
import { collectFindings, type Findings } from './findings/raise.ts';
import type { Mentions } from './mentions.ts';
import { type Story, tellStory } from './story.ts';

/** Keys of what is inside at the end of the container's story, in order of packing. */
export function contentsOf(mentions: Mentions, story: Story, depth: number): readonly string[] {
  const history = historyOf(mentions, story, Number.POSITIVE_INFINITY);
  return history.put.filter((key) =>
    isSimple(mentions, key, story.subject)
      ? isSimplyInside(mentions, key, history)
      : tellStory(mentions, key, depth, collectFindings()).within[0] === story.subject,
  );
}

/**
 * Keys of what has to be asked for to know the contents: what the container's own events put in and did not take out,
 * whatever else happened to it; and where the container came to an end, all that was ever in it.
 */
export function contentsToAskFor(mentions: Mentions, story: Story): readonly string[] {
  if (turningPoints(mentions, story).length > 0) return historyOf(mentions, story, Number.POSITIVE_INFINITY).put;
  const listed = new Set<string>();
  for (const { reading, role, event } of mentions.acts(story.subject)) {
    if (role !== 'parent' || !isPacking(event)) continue;
    if (takesAllOut(event)) listed.clear();
    const change = event.action === 'DELETE' ? (key: string) => listed.delete(key) : (key: string) => listed.add(key);
    for (const key of mentions.keysAt(reading, 'child')) change(key);
  }
  return [...listed];
}

/** A container that ended, or began a second life, with something inside. */
export function findContentsLeft(mentions: Mentions, story: Story, depth: number, findings: Findings): void {
  const { subject } = story;
  for (const { reading, stored } of turningPoints(mentions, story)) {
    const history = historyOf(mentions, story, reading);
    const left = history.put.filter((key) =>
      isSimple(mentions, key, subject)
        ? isSimplyInside(mentions, key, history)
        : wasLeft(mentions, key, { container: subject, eventID: stored.eventID, depth }),
    );
    if (left.length === 0) continue;
    const at = stored.event.eventTime.ms;
    findings.raise({ id: 'contents-left', at, events: [stored.eventID], facts: { container: subject, count: left.length } });
  }
}

type TurningPoint = { readonly reading: number; readonly stored: StoredEvent; readonly takesContents: boolean };

/** The container's own end, or second beginning; or the end of what it was inside of, which it shared. */
function turningPoints(mentions: Mentions, { tellings }: Story): readonly TurningPoint[] {
  const points: TurningPoint[] = [];
  let isBegun = false;
  for (const { stored, effect } of tellings) {
    const isTurning = effect === 'end' || (effect === 'begin' && isBegun);
    isBegun ||= effect === 'begin';
    if (!isTurning) continue;
    const reading = mentions.readings.findIndex((one) => one.stored === stored);
    points.push({ reading, stored, takesContents: effect === 'end' && takesContentsAlong(stored.event) });
  }
  return points;
}

type History = {
  /** Whatever was put in, in order. */
  readonly put: readonly string[];
  /** Indexes of readings after which nothing is inside, ascending. */
  readonly emptied: readonly number[];
  /** Those of them that were the end of the contents, too. */
  readonly ended: readonly number[];
  readonly before: number;
};

function historyOf(mentions: Mentions, story: Story, before: number): History {
  const points = turningPoints(mentions, story).filter(({ reading }) => reading < before);
  const put = new Set<string>();
  const emptied = points.map(({ reading }) => reading);
  for (const { reading, role, event } of mentions.acts(story.subject)) {
    if (reading >= before) break;
    if (role !== 'parent') continue;
    if (takesAllOut(event)) emptied.push(reading);
    else if (putsIn(event)) for (const key of mentions.keysAt(reading, 'child')) put.add(key);
  }
  put.delete(story.subject);
  if (put.size > 0) mentions.prepare(put);
  const ended = points.filter(({ takesContents }) => takesContents).map(({ reading }) => reading);
  return { put: [...put], emptied: emptied.sort((a, b) => a - b), ended, before };
}

const putsIn = (event: EpcisEvent): boolean => isPacking(event) && event.action !== 'DELETE';

/** It was in nothing else and did not go missing. What it holds itself does not matter. */
function isSimple(mentions: Mentions, key: string, container: string): boolean {
  return mentions.acts(key).every(({ event, role }) => {
    if (!isPacking(event)) return !isLost(event);
    return role === 'parent' || parentKey(event) === container;
  });
}

/** In by ADD and OBSERVE, out by DELETE and by whatever empties the container; what has ended is in nothing. */
function isSimplyInside(mentions: Mentions, key: string, { emptied, ended, before }: History): boolean {
  let since = Number.POSITIVE_INFINITY;
  for (const { reading, role, event } of mentions.acts(key)) {
    if (reading > before) break;
    // What ends in the same event as its container is not left in it.
    if (effectOf(event, role) === 'end') return false;
    const begin = since;
    if (ended.some((index) => index > begin && index < reading)) return false;
    if (role === 'child' && isPacking(event) && reading < before) since = putsIn(event) ? reading : Number.POSITIVE_INFINITY;
  }
  const last = since;
  return last < before && !emptied.some((index) => index > last);
}

type Leaving = { readonly container: string; readonly eventID: string; readonly depth: number };

function wasLeft(mentions: Mentions, key: string, { container, eventID, depth }: Leaving): boolean {
  const findings = collectFindings();
  tellStory(mentions, key, depth, findings);
  return findings.has('contents-left', ({ facts, events }) => facts.container === container && events.includes(eventID));
}
