/**
 * Values as the CBV event hash writes them: one text for every way of saying the same thing.
 *
 * @source CBV 2.0 section 8.9 (event hash), pre-hash rules for values
 */

import type { Word } from './event.ts';
import { digitalLinkOf, identifierKey } from './identifier/key.ts';
import { parseTime, type Time, toInstant } from './time.ts';
import { isStandardWord, type VocabularyName } from './vocabulary/cbv.ts';
import { vocabularies } from './vocabulary/words.ts';

/** Version of the CBV whose hash it is. */
export type HashVersion = '2.0' | '2.1';

const CBV = 'https://ref.gs1.org/cbv/';
const GS1 = 'https://ref.gs1.org/voc/';
const EPCIS = 'https://ref.gs1.org/epcis/';

/** Beginnings that are replaced wherever a value has them. */
const beginnings: readonly (readonly [string, string])[] = [
  ['urn:epcglobal:cbv:bizstep:', `${CBV}BizStep-`],
  ['urn:epcglobal:cbv:disp:', `${CBV}Disp-`],
  ['urn:epcglobal:cbv:btt:', `${CBV}BTT-`],
  ['urn:epcglobal:cbv:sdt:', `${CBV}SDT-`],
  ['urn:epcglobal:cbv:er:', `${CBV}ER-`],
  ['https://ns.gs1.org/cbv/', CBV],
  ['https://gs1.org/voc/', GS1],
  ['https://www.gs1.org/voc/', GS1],
  ['https://ns.gs1.org/voc/', GS1],
  ['cbv:', CBV],
  ['gs1:', GS1],
  ['epcis:', EPCIS],
];

/** Any value that is neither a time nor a vocabulary word by its field. */
export function hashValue(value: string): string {
  const text = value.trim();
  const first = text.charCodeAt(0);
  // Digits, signs and the point begin numbers and nothing else that would be changed.
  if (first < 58) return plainDecimal(text) ?? text;
  if (text.startsWith('urn:epc:') || text.startsWith('http')) return hashUri(text);
  return replaceBeginning(text);
}

function hashUri(text: string): string {
  const key = identifierKey(text);
  return key === text ? replaceBeginning(text) : digitalLinkOf(key);
}

function replaceBeginning(text: string): string {
  for (const [beginning, full] of beginnings) if (text.startsWith(beginning)) return full + text.slice(beginning.length);
  return text;
}

/**
 * A word of a vocabulary by its field. A private one as it was written: published hashes leave compact URIs of private
 * prefixes as they are, in JSON and in XML.
 */
export function hashWord(vocabulary: VocabularyName, { word, text }: Word): string {
  // A bare word belongs to the vocabulary of its field, known there or not; anything else says itself what it is.
  if (!isStandardWord(vocabulary, word) && (word.includes(':') || text.includes(':'))) return hashValue(text);
  const { urn, webUri } = vocabularies[vocabulary];
  return (urn === undefined && webUri !== `${CBV}Comp-` ? GS1 : webUri) + word;
}

const DECIMAL = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,9}))?$/;

/** Beyond so many zeros a text is taken for a code that happens to look like a number. */
const LARGEST_EXPONENT = 400;

/**
 * A decimal number in plain notation: no exponent, no zeros that say nothing. Exact, on the digits of the text.
 *
 * @returns undefined where the text is no number
 */
export function plainDecimal(text: string): string | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign, digits = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > LARGEST_EXPONENT) return undefined;
  const [whole = '', fraction = ''] = digits.split('.');
  const point = whole.length + exponent;
  const all = (whole + fraction).padEnd(Math.max(point, 0), '0');
  const shifted = point < 0 ? '0'.repeat(-point) + all : all;
  const at = Math.max(point, 0);
  const left = shifted.slice(0, at).replace(/^0+/, '');
  const right = shifted.slice(at).replace(/0+$/, '');
  if (left === '' && right === '') return '0';
  const number = `${left === '' ? '0' : left}${right === '' ? '' : `.${right}`}`;
  return sign === '-' ? `-${number}` : number;
}

/** UTC with exactly three decimals, rounded half up on the digits of the text. */
export function hashTime({ text, ms }: Time): string {
  const point = text.indexOf('.');
  if (point < 0) return toInstant(ms);
  let end = point + 1;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  const fraction = text.slice(point + 1, end);
  // The double is exact enough for three decimals.
  if (fraction.length <= 3) return toInstant(Math.round(ms));
  const whole = parseTime(text.slice(0, point).trim() + text.slice(end).trim());
  if (!whole) return toInstant(Math.round(ms));
  const roundedUp = fraction.charCodeAt(3) >= 53 ? 1 : 0;
  return toInstant(whole.ms + Number(fraction.slice(0, 3)) + roundedUp);
}

/** Sorts by the bytes of UTF-8, in place. */
export function sortByBytes(texts: string[]): string[] {
  // Code units order like bytes but for surrogates, which stand for characters beyond all others.
  if (!texts.some((text) => /[\uD800-\uDFFF]/.test(text))) return texts.sort();
  return texts.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
