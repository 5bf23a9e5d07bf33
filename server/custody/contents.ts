/**
 * What is directly inside a container, now or just before one of its events.
 *
 * The container's own events say what went in and out; for a million things in it nothing more is looked at. Whatever other
 * events name, too, may have left without a word: most of that can be counted through, and what has been in some other
 * parent, or went missing, is asked for its own story, so that parent and child never disagree.
 */
import { parentKey, takesAllOut } from './containment.ts';
import { effectOf, isLost, isPacking, takesContentsAlong } from './effect.ts';
import { collectFindings, type Findings } from './findings/raise.ts';
import type { Mentions } from './mentions.ts';
import { type Story, type Telling, tellStory } from './story.ts';

/** Keys of what is inside at the end of the container's story, in order of packing. */
export function contentsOf(mentions: Mentions, story: Story, depth: number): readonly string[] {
  const history = readHistory(mentions, story, story.tellings.length);
  const emptied = turningPoints(story).length > 0 ? undefined : emptiedBy(mentions, story.subject);
  return filterInside(mentions, history, story.subject, (key) =>
    emptied && isSimple(mentions, key, story.subject)
      ? isSimplyInside(mentions, key, emptied)
      : tellStory(mentions, key, depth, collectFindings()).within[0] === story.subject,
  );
}

/**
 * Keys of what has to be asked for to know the contents: what the container's own events put in and did not take out,
 * whatever else happened to it; and where the container came to an end, all that was ever in it.
 */
export function contentsToAskFor(mentions: Mentions, story: Story): readonly string[] {
  const { listed, everIn } = readHistory(mentions, story, story.tellings.length);
  return [...(turningPoints(story).length > 0 ? everIn : listed)];
}

/** A container that ended, or began a second life, with something inside. */
export function findContentsLeft(mentions: Mentions, story: Story, depth: number, findings: Findings): void {
  const { subject, tellings } = story;
  for (const position of turningPoints(story)) {
    const stored = tellings[position]?.stored;
    if (!stored) continue;
    const history = readHistory(mentions, story, position);
    const leaving = { container: subject, eventID: stored.eventID, depth };
    const left = filterInside(mentions, history, subject, (key) => wasLeft(mentions, key, leaving));
    if (left.length === 0) continue;
    const at = stored.event.eventTime.ms;
    findings.raise({ id: 'contents-left', at, events: [stored.eventID], facts: { container: subject, count: left.length } });
  }
}

/** Positions in the story of the container's end, its second beginning, or the end of what it was inside of. */
function turningPoints({ tellings }: Story): readonly number[] {
  const points: number[] = [];
  let isBegun = false;
  for (const [position, { effect }] of tellings.entries()) {
    if (effect === 'end' || (effect === 'begin' && isBegun)) points.push(position);
    isBegun ||= effect === 'begin';
  }
  return points;
}

/** What the container's own events put in: not taken out again, in order of packing; ever; and what ended in it. */
type History = { readonly listed: Set<string>; readonly everIn: Set<string>; readonly gone: Set<string> };

/** @param before only what was told before this position in the story */
function readHistory(mentions: Mentions, story: Story, before: number): History {
  const { subject, tellings } = story;
  const turning = new Set(turningPoints(story));
  const history: History = { listed: new Set(), everIn: new Set(), gone: new Set() };
  for (const [position, telling] of tellings.slice(0, before).entries()) {
    if (turning.has(position)) empty(history, telling);
    if (parentKey(telling.stored.event) === subject) change(history, mentions, telling);
  }
  history.listed.delete(subject);
  return history;
}

/** What ended with its container is in nothing any more, whoever packs it again: unless it had left before, unnoticed. */
function empty({ listed, gone }: History, { effect, stored }: Telling): void {
  if (effect === 'end' && takesContentsAlong(stored.event)) for (const key of listed) gone.add(key);
  listed.clear();
}

/** One of the container's packings and unpackings. */
function change({ listed, everIn }: History, mentions: Mentions, { stored }: Telling): void {
  const { event } = stored;
  if (takesAllOut(event)) listed.clear();
  const isOut = isPacking(event) && event.action === 'DELETE';
  for (const key of mentions.keysOf(stored, 'child')) {
    if (isOut) listed.delete(key);
    else {
      listed.add(key);
      everIn.add(key);
    }
  }
}

/** What is inside by the container's events and, where others name it, too, by those. */
function filterInside(
  mentions: Mentions,
  { listed, gone }: History,
  container: string,
  isInside: (key: string) => boolean,
): readonly string[] {
  const touched = mentions.namedBeside(listed, container);
  return [...listed].filter((key) => (touched.has(key) ? isInside(key) : !gone.has(key)));
}

/** Indexes of the readings that take everything out. */
const emptiedBy = (mentions: Mentions, container: string): readonly number[] =>
  mentions.acts(container).flatMap(({ reading, role, event }) => (role === 'parent' && takesAllOut(event) ? [reading] : []));

/** It was in nothing else and did not go missing. What it holds itself does not matter. */
function isSimple(mentions: Mentions, key: string, container: string): boolean {
  return mentions.acts(key).every(({ event, role }) => {
    if (!isPacking(event)) return !isLost(event);
    return role === 'parent' || parentKey(event) === container;
  });
}

/** In by ADD and OBSERVE, out by DELETE and by whatever empties the container; what has ended is in nothing. */
function isSimplyInside(mentions: Mentions, key: string, emptied: readonly number[]): boolean {
  let since: number | undefined;
  for (const { reading, role, event } of mentions.acts(key)) {
    if (effectOf(event, role) === 'end') return false;
    if (role === 'child' && isPacking(event)) since = event.action === 'DELETE' ? undefined : reading;
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
