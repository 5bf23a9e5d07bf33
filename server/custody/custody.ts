/**
 * The chain of custody, inferred from events: a pure function. No state is kept between answers, so that events may come
 * late, doubled and in any order, and every answer can be had as of a time and as known at a time.
 */
import { parseKey } from '../epcis/identifier/gs1-key.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import { classify } from '../epcis/identifier/scheme.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { CustodyAnswer } from './answer.ts';
import { printSegment, readChain } from './chain.ts';
import { answerForClass } from './class-answer.ts';
import { classesInside } from './class-contents.ts';
import { readCondition } from './condition.ts';
import { contentsOf, findContentsLeft } from './contents.ts';
import { selectEvents } from './corrections.ts';
import { findLateTransit, findTwoPlaces, findWrongClocks } from './findings/on-the-way.ts';
import { collectFindings } from './findings/raise.ts';
import { printHandOver } from './hand-overs.ts';
import { readLineage } from './lineage.ts';
import { readPlaceBook } from './master-data.ts';
import { indexMentions, type Mentions } from './mentions.ts';
import { makeNaming } from './naming.ts';
import { readOwnership } from './ownership.ts';
import { link } from './party.ts';
import { type CustodyContext, heading, printEvent, type Setting, settle } from './setting.ts';
import { tellStory } from './story.ts';

/**
 * @param events every event about the object and about what it was inside of; others do not matter
 * @param identifier in any notation
 */
export function custody(events: readonly StoredEvent[], identifier: string, context: CustodyContext): CustodyAnswer {
  const setting = settle(context);
  const key = identifierKey(identifier);
  const mentions = indexMentions(selectEvents(events, setting.asOf, setting.knownAt));
  return isClassLevel(mentions, key) ? answerForClass(mentions, key, setting) : answerForObject(mentions, key, setting);
}

/** A key that by its form names a class, or any text that events use as one; unless events use it as an object only. */
function isClassLevel(mentions: Mentions, key: string): boolean {
  const [isObject, isClass] = [mentions.naming(key).length > 0, mentions.namingClass(key).length > 0];
  return isClassKey(key) ? isClass || !isObject : isClass && !isObject;
}

export function isClassKey(key: string): boolean {
  const parsed = parseKey(key);
  return parsed !== undefined && classify(parsed).level === 'class';
}

function answerForObject(mentions: Mentions, key: string, setting: Setting): CustodyAnswer {
  const { limits } = setting;
  const findings = collectFindings();
  const places = readPlaceBook(setting.masterData);
  const story = tellStory(mentions, key, limits.depth, findings);
  const events = story.tellings.filter(({ how }) => how !== 'sighting').map(({ stored }) => stored);
  const naming = makeNaming({ events, places, partners: setting.partners, prefixes: setting.prefixes });
  const { stretches, handOvers, tellings } = readChain(story, naming, findings);
  findLateTransit(stretches, setting.until, limits, findings);
  findWrongClocks(tellings, limits, findings);
  findTwoPlaces(tellings, places, limits, findings);
  findContentsLeft(mentions, story, limits.depth, findings);
  const now = stretches.at(-1);
  return {
    ...heading(key, setting),
    status: now?.state ?? 'unknown',
    ...readCondition(tellings),
    chain: stretches.map(printSegment),
    ownership: readOwnership(tellings, now?.state === 'ended' ? now.from : undefined),
    containment: {
      parents: story.within.map(link),
      children: [...contentsOf(mentions, story, limits.depth), ...classesInside(mentions, key)].map(link),
    },
    handOvers: handOvers.map(printHandOver),
    lineage: readLineage(mentions, mentions.naming(key)),
    findings: findings.list(),
    events: tellings.map(printEvent),
  };
}
