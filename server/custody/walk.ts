/**
 * The walk outward from an identifier: only the events of its chain are asked for, a level of containers at a time.
 *
 * An SSCC is never used again, so the whole life of a logistic unit is asked for at once, for all of a level together. A
 * returnable container has had many contents: of it only the time of the stay is asked for, and what it was inside of then.
 */
import type { EpcisEvent } from '../epcis/event.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { EpcField } from '../query/ast.ts';
import { type Asking, before, from, inBatches, isDeclaration, naming, word } from './ask.ts';
import { parentKey, takesAllOut } from './containment.ts';
import { contentsToAskFor } from './contents.ts';
import { selectEvents } from './corrections.ts';
import { effectOf, endSteps, isPacking } from './effect.ts';
import { collectFindings } from './findings/raise.ts';
import type { CustodyLimits } from './limits.ts';
import { indexMentions } from './mentions.ts';
import { mergeStays, type Stay, staysIn } from './stays.ts';
import { tellStory } from './story.ts';

const everyRole: readonly EpcField[] = ['epc', 'parentID', 'inputEPC', 'outputEPC'];

/** Everything that speaks about one object. */
export async function walkObject(asking: Asking, key: string, until: number, limits: CustodyLimits): Promise<void> {
  const own = await walkUp(asking, [key], until, limits);
  await walkTransformations(asking, own);
  await walkContents(asking, own, { key, until, limits });
  await walkDeclarations(asking);
}

/** Own events of these objects, and of what they were inside of, level by level. @returns the own events */
export async function walkUp(
  asking: Asking,
  keys: readonly string[],
  until: number,
  limits: CustodyLimits,
): Promise<readonly StoredEvent[]> {
  const own: StoredEvent[] = [];
  for (const batch of inBatches(keys)) own.push(...(await asking.all([naming(batch, everyRole)])));
  await followStays(asking, mergeStays(staysIn(inTime(own), new Set(keys), until)), limits.depth);
  return own;
}

const inTime = (events: readonly StoredEvent[]): readonly StoredEvent[] =>
  events.toSorted((a, b) => a.event.eventTime.ms - b.event.eventTime.ms);

/** The containers of these stays, and theirs. */
export async function followStays(asking: Asking, stays: readonly Stay[], depth: number): Promise<void> {
  const done = new Set<string>();
  let level = stays;
  for (let i = 0; i < depth && level.length > 0; i++) {
    for (const stay of level) done.add(nameOf(stay));
    const units = level.filter(({ container }) => isUsedOnce(container));
    const next = units.length > 0 ? [...(await askOnce(asking, units))] : [];
    for (const stay of level) if (!isUsedOnce(stay.container)) next.push(...(await askReturnable(asking, stay)));
    level = mergeStays(next).filter((stay) => !done.has(nameOf(stay)));
  }
}

const nameOf = ({ container, from, to }: Stay): string => (isUsedOnce(container) ? container : `${container} ${from} ${to}`);

const isUsedOnce = (container: string): boolean => container.startsWith('00/');

async function askOnce(asking: Asking, stays: readonly Stay[]): Promise<readonly Stay[]> {
  const further: Stay[] = [];
  for (const batch of inBatches([...new Set(stays.map(({ container }) => container))])) {
    const events = await asking.all([naming(batch, everyRole)]);
    further.push(...staysIn(events, new Set(batch), Number.POSITIVE_INFINITY));
  }
  return further;
}

async function askReturnable(asking: Asking, stay: Stay): Promise<readonly Stay[]> {
  const { container, from: begin, to } = stay;
  const named = naming([container], everyRole);
  const upTo = to === Number.POSITIVE_INFINITY ? [] : [before(to + 1)];
  const during = await asking.until([named, from(begin), ...upTo], (events) =>
    events.some((stored) => endsStay(stored, container, begin)),
  );
  const packings = [naming([container], ['epc']), word('eventType', ['AggregationEvent', 'AssociationEvent'])];
  const earlier = await asking.lastBefore(begin, packings, LAST_PACKINGS);
  if (during.some(({ event }) => effectOf(event, 'epc') === 'begin')) {
    await asking.lastBefore(
      begin,
      [naming([container], ['epc']), word('eventType', ['ObjectEvent']), word('action', ['ADD'])],
      1,
    );
  }
  return staysIn(inTime([...earlier, ...during]), new Set([container]), to);
}

/** Enough to tell where a container was, even where several events have one time. */
const LAST_PACKINGS = 10;

/** After it nothing is inside any more: what comes later is about other contents. */
function endsStay({ event }: StoredEvent, container: string, begin: number): boolean {
  if (event.eventTime.ms <= begin || event.errorDeclaration) return false;
  return isPacking(event) ? takesAllOut(event) && parentKey(event) === container : effectOf(event, 'epc') === 'end';
}

/** A transformation may be told in several events, which share its transformationID. */
export async function walkTransformations(asking: Asking, own: readonly StoredEvent[]): Promise<void> {
  const ids = own.flatMap(({ event }) => (event.type === 'TransformationEvent' ? (event.transformationID ?? []) : []));
  for (const batch of inBatches([...new Set(ids)])) await asking.all([word('transformationID', batch)]);
}

/** What happened to a container's contents that nobody took out of it: they may have left it without a word. */
async function walkContents(
  asking: Asking,
  own: readonly StoredEvent[],
  { key, until, limits }: { readonly key: string; readonly until: number; readonly limits: CustodyLimits },
): Promise<void> {
  const packings = own.filter(({ event }) => isPacking(event) && event.action !== 'DELETE' && parentKey(event) === key);
  // With so many things inside, only the container's own events speak of them.
  if (packings.length === 0 || packings.some(({ event }) => namesMore(event, 2 * limits.contents))) return;
  const mentions = indexMentions(selectEvents(asking.found()));
  const contents = contentsToAskFor(mentions, tellStory(mentions, key, limits.depth, collectFindings()));
  if (contents.length > limits.contents) return;
  const since = Math.min(...packings.map(({ event }) => event.eventTime.ms));
  const lives = Object.groupBy(contents, (child) => (isReturnable(child) ? 'many' : 'one'));
  const found: StoredEvent[] = [];
  for (const batch of inBatches(lives.one ?? [])) found.push(...(await asking.all([naming(batch, lifeRoles)])));
  for (const batch of inBatches(contents.filter((child) => !child.startsWith('01/')))) {
    // Its own contents do not matter, and their lists may be long; a sale in which it is the parent does.
    await asking.all([naming(batch, ['parentID']), word('eventType', ['TransactionEvent'])]);
  }
  for (const batch of inBatches(lives.many ?? [])) {
    const asked = naming(batch, lifeRoles);
    found.push(...(await asking.all([asked, from(since)])));
    // Of its earlier contents nothing matters; that it ended before would.
    await asking.all([asked, before(since), word('eventType', ['ObjectEvent']), word('action', ['DELETE'])]);
    await asking.all([asked, before(since), word('bizStep', endSteps)]);
    await asking.all([naming(batch, ['inputEPC']), before(since)]);
  }
  // With what else it was inside of it may have ended, or gone away.
  const stays = staysIn(inTime(found), new Set(contents), until).filter(({ container }) => container !== key);
  await followStays(asking, mergeStays(stays), limits.depth);
}

const namesMore = (event: EpcisEvent, count: number): boolean => isPacking(event) && (event.childEPCs?.length ?? 0) > count;

const lifeRoles: readonly EpcField[] = ['epc', 'inputEPC', 'outputEPC'];

/** Returnable assets, and other assets of a company: they are filled again and again. */
const isReturnable = (key: string): boolean => /^800[34]\//.test(key);

/** A declaration has its original's eventID, whatever else it repeats of it. */
export async function walkDeclarations(asking: Asking): Promise<void> {
  const ids = asking.found().flatMap(({ eventID, event }) => (event.errorDeclaration ? [] : [eventID]));
  for (const batch of inBatches(ids)) await asking.all([word('eventID', batch), isDeclaration]);
}
