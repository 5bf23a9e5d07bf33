/** Identifiers: GS1 keys that are none, classes where instances belong, and the reverse. */

import type { EpcisEvent } from '../../epcis/event.ts';
import { describeIdentifier } from '../../epcis/identifier/describe.ts';
import { integrityFault, parseKey } from '../../epcis/identifier/gs1-key.ts';
import { identifierKey } from '../../epcis/identifier/key.ts';
import { epcLists, parentOf, quantityLists } from './fields.ts';
import type { Finding, Rule } from './rule.ts';

/** Findings of one rule about one event; the rest is counted. */
const SHOWN = 20;

const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;

export const identifierRules: readonly Rule[] = [
  {
    id: 'identifier-not-a-uri',
    section: 'EPCIS 2.0, identifiers',
    summary: 'Every identifier is an absolute URI.',
    severity: 'error',
    check: (event) =>
      each(event, (text) =>
        isConverted(text) || ABSOLUTE_URI.test(text)
          ? undefined
          : { message: `"${text}" is no absolute URI.`, hint: 'Write an EPC URN, a GS1 Digital Link or a URI of your own.' },
      ),
  },
  {
    id: 'identifier-invalid',
    section: 'EPC Tag Data Standard; GS1 Digital Link',
    summary: 'An EPC URN or GS1 Digital Link has the right lengths, characters and check digit.',
    severity: 'error',
    check: (event) => each(event, faultOf),
  },
  {
    id: 'class-in-instance-list',
    section: 'CBV 2.0, instance-level identifiers',
    summary: 'A list of EPCs and a parentID hold instances; classes belong into quantity lists.',
    severity: 'warning',
    check: (event) =>
      eachInstance(event, (text) =>
        isClass(text)
          ? { message: `"${text}" names a class, not one object.`, hint: 'Put it into a quantity list as epcClass.' }
          : undefined,
      ),
  },
  {
    id: 'instance-as-class',
    section: 'CBV 2.0, class-level identifiers',
    summary: 'epcClass holds a class: a product, perhaps with its lot, never one object.',
    severity: 'error',
    check: (event) =>
      eachClass(event, (text) =>
        isInstance(text)
          ? {
              message: `epcClass "${text}" names one object, not a class.`,
              hint: 'Put it into a list of EPCs, or leave its serial number out.',
            }
          : undefined,
      ),
  },
];

type Judge = (text: string) => Finding | undefined;

/** Known to be a well-formed GS1 key: its key is in application-identifier form. */
const isConverted = (text: string): boolean => identifierKey(text) !== text;

/** As `isConverted`, and its check digit is right: a URN has none, the key's was computed from it. */
function isSound(text: string): boolean {
  const key = identifierKey(text);
  if (key === text) return false;
  const { ai, value } = text.startsWith('urn:') ? {} : (parseKey(key) ?? {});
  return ai === undefined || value === undefined || integrityFault(ai, value) === undefined;
}

function faultOf(text: string): Finding | undefined {
  if (isSound(text) || !mayBeGs1(text)) return undefined;
  const { valid, reason, scheme } = describeIdentifier(text);
  // A web address that is not recognised as a Digital Link is simply somebody's own.
  if (valid || (scheme === null && !text.startsWith('urn:epc:'))) return undefined;
  return {
    message: `"${text}" is not valid: ${reason}.`,
    hint: 'Correct it at its source; a wrong identifier never meets its object again.',
  };
}

const mayBeGs1 = (text: string): boolean => text.startsWith('urn:epc:') || /^https?:\/\//i.test(text);

const levelOf = (text: string): string | null => (mayBeGs1(text) ? describeIdentifier(text).level : null);

/** On the hot path: a serialised key is told by its form alone. */
function isClass(text: string): boolean {
  const key = identifierKey(text);
  if (key.startsWith('01/') ? key.startsWith('/21/', 17) || key.startsWith('/235/', 17) : key.startsWith('00/')) return false;
  const level = levelOf(text);
  return level === 'class' || level === 'pattern';
}

function isInstance(text: string): boolean {
  const level = levelOf(text);
  return level !== null && level !== 'class' && level !== 'pattern';
}

const each = (event: EpcisEvent, judge: Judge): Iterable<Finding> => limited(allIdentifiers(event), judge);
const eachInstance = (event: EpcisEvent, judge: Judge): Iterable<Finding> => limited(instances(event), judge);
const eachClass = (event: EpcisEvent, judge: Judge): Iterable<Finding> => limited(classes(event), judge);

function* instances(event: EpcisEvent): Generator<readonly [string, readonly string[]]> {
  const parent = parentOf(event);
  if (parent !== undefined) yield ['parentID', [parent]];
  yield* epcLists(event);
}

function* classes(event: EpcisEvent): Generator<readonly [string, readonly string[]]> {
  for (const [field, list] of quantityLists(event)) yield [field, list.map(({ epcClass }) => epcClass)];
}

function* allIdentifiers(event: EpcisEvent): Generator<readonly [string, readonly string[]]> {
  yield* instances(event);
  yield* classes(event);
  if (event.readPoint) yield ['readPoint', [event.readPoint.id]];
  if (event.bizLocation) yield ['bizLocation', [event.bizLocation.id]];
  if (event.sourceList) yield ['sourceList', event.sourceList.map(({ source }) => source)];
  if (event.destinationList) yield ['destinationList', event.destinationList.map(({ destination }) => destination)];
}

function* limited(lists: Iterable<readonly [string, readonly string[]]>, judge: Judge): Generator<Finding> {
  let count = 0;
  for (const [field, list] of lists) {
    for (const text of list) {
      const finding = judge(text);
      if (finding && ++count <= SHOWN) yield { ...finding, message: `${field}: ${finding.message}` };
    }
  }
  if (count > SHOWN) yield { message: `${count - SHOWN} more identifiers of this event have the same fault.` };
}
