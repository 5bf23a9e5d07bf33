/**
 * What is directly inside a container, now or just before one of its events.
 *
 * The container's own events say what went in and out; for a million things in it nothing more is looked at. Whatever other
 * events name, too, may have left without a word: most of that can be counted through, and what has been in some other
 * parent, or went missing, is asked for its own story, so that parent and child never disagree.
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
  return filterInside(mentions, readHistory(mentions, story, Number.POSITIVE_INFINITY), (key) => {
    return tellStory(mentions, key, depth, collectFindings()).within[0] === story.subject;
  });
}

/**
 * Keys of what has to be asked for to know the contents: what the container's own events put in and did not take out,
 * whatever else happened to it; and where the container came to an end, all that was ever in it.
 */
export function contentsToAskFor(mentions: Mentions, story: Story): readonly string[] {
  const history = readHistory(mentions, story, Number.POSITIVE_INFINITY);
  return [...(turningPoints(mentions, story).length > 0 ? history.everIn : history.listed)];
}

/** A container that ended, or began a second life, with something inside. */
export function findContentsLeft(mentions: Mentions, story: Story, depth: number, findings: Findings): void {
  const { subject } = story;
  for (const { reading, stored } of turningPoints(mentions, story)) {
    const leaving = { container: subject, eventID: stored.eventID, depth };
    const left = filterInside(mentions, readHistory(mentions, story, reading), (key) => wasLeft(mentions, key, leaving));
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

/** What the container's own events say, up to a reading. */
type History = {
  readonly container: string;
  /** Put in and not taken out again, in order of packing. */
  readonly listed: ReadonlySet<string>;
  readonly everIn: ReadonlySet<string>;
  /** Indexes of readings after which nothing is inside. */
  readonly emptied: readonly number[];
  /** Those of them that were the end of the contents, too. */
  readonly ended: readonly number[];
  readonly before: number;
};

function readHistory(mentions: Mentions, story: Story, before: number): History {
  const points = turningPoints(mentions, story).filter(({ reading }) => reading < before);
  const listed = new Set<string>();
  const everIn = new Set<string>();
  const emptied = points.map(({ reading }) => reading);
  const pending = [...emptied];
  for (const { reading, role, event } of mentions.acts(story.subject)) {
    if (reading >= before) break;
    while (pending[0] !== undefined && pending[0] < reading) {
      listed.clear();
      pending.shift();
    }
    if (role !== 'parent' || !isPacking(event)) continue;
    if (takesAllOut(event)) {
      listed.clear();
      emptied.push(reading);
    } else pack(listed, everIn, event.action, mentions.keysAt(reading, 'child'));
  }
  if (pending.length > 0) listed.clear();
  listed.delete(story.subject);
  const ended = points.filter(({ takesContents }) => takesContents).map(({ reading }) => reading);
  return { container: story.subject, listed, everIn, emptied, ended, before };
}

function pack(listed: Set<string>, everIn: Set<string>, action: string, keys: readonly string[]): void {
  for (const key of keys) {
    if (action === 'DELETE') listed.delete(key);
    else {
      listed.add(key);
      everIn.add(key);
    }
  }
}

/** What is inside by the container's events, and by all others that name it. */
function filterInside(mentions: Mentions, history: History, isInside: (key: string) => boolean): readonly string[] {
  const { listed, container } = history;
  const touched = mentions.namedBeside(listed, container);
  return [...listed].filter((key) => {
    if (!touched.has(key)) return true;
    return isSimple(mentions, key, container) ? isSimplyInside(mentions, key, history) : isInside(key);
  });
}

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

const putsIn = (event: EpcisEvent): boolean => isPacking(event) && event.action !== 'DELETE';

type Leaving = { readonly container: string; readonly eventID: string; readonly depth: number };

function wasLeft(mentions: Mentions, key: string, { container, eventID, depth }: Leaving): boolean {
  const findings = collectFindings();
  tellStory(mentions, key, depth, findings);
  return findings.has('contents-left', ({ facts, events }) => facts.container === container && events.includes(eventID));
}
