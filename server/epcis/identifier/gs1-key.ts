/**
 * GS1 keys by application identifier: lengths, character sets, check digits, and the one written form.
 *
 * @source GS1 General Specifications section 3; GS1 Digital Link URI syntax
 */
import { type CharacterSet, decodeSegment, escapeMinimally, firstOutside, isAllDigits } from './character-set.ts';

export type PrimaryAi =
  | '00'
  | '01'
  | '253'
  | '255'
  | '401'
  | '402'
  | '414'
  | '417'
  | '8003'
  | '8004'
  | '8006'
  | '8010'
  | '8017'
  | '8018';

export type QualifierAi = '10' | '21' | '22' | '235' | '254' | '8011' | '8019';

/** A key with at most the one qualifier that makes it finer. Characters are plain, nothing is escaped. */
export type Gs1Key = {
  readonly ai: PrimaryAi;
  /** A GTIN has 14 digits; GDTI, GCN and GRAI carry their serial here. */
  readonly value: string;
  readonly qualifier?: Qualifier;
};

export type Qualifier = { readonly ai: QualifierAi; readonly value: string };

/** A run of characters: how many, and of which set. */
export type Run = { readonly min: number; readonly max: number; readonly set: CharacterSet };

export type KeyRule = {
  /** Digits at the beginning, check digit included; 0 for a key without a fixed part. */
  readonly digits: number;
  /** Index of the check digit, which is over all digits before it; -1 where the key has none. */
  readonly checkAt: number;
  /** Index of the first digit of the company prefix. */
  readonly prefixAt: 0 | 1;
  /** What stands after the digits in the same application identifier. */
  readonly rest: Run;
  /** Qualifiers in the order a Digital Link has them. */
  readonly qualifiers: readonly QualifierAi[];
  /** The qualifiers that a constrained identifier keeps, finest first; it keeps only one. */
  readonly kept: readonly QualifierAi[];
};

const nothing: Run = { min: 0, max: 0, set: 'digits' };
const text30: Run = { min: 5, max: 30, set: 'set82' };

const digitsOnly = (digits: number, prefixAt: 0 | 1, qualifiers: readonly QualifierAi[] = [], kept = qualifiers): KeyRule => ({
  digits,
  checkAt: digits - 1,
  prefixAt,
  rest: nothing,
  qualifiers,
  kept,
});

export const keyRules: Readonly<Record<PrimaryAi, KeyRule>> = {
  '00': digitsOnly(18, 1),
  '01': digitsOnly(14, 1, ['22', '10', '21', '235'], ['21', '10', '235']),
  '253': { ...digitsOnly(13, 0), rest: { min: 0, max: 17, set: 'set82' } },
  '255': { ...digitsOnly(13, 0), rest: { min: 0, max: 12, set: 'digits' } },
  '401': { ...digitsOnly(0, 0), checkAt: -1, rest: text30 },
  '402': digitsOnly(17, 0),
  '414': digitsOnly(13, 0, ['254']),
  '417': digitsOnly(13, 0),
  '8003': { ...digitsOnly(14, 1), rest: { min: 0, max: 16, set: 'set82' } },
  '8004': { ...digitsOnly(0, 0), checkAt: -1, rest: text30 },
  // The check digit belongs to the GTIN; piece and total follow.
  '8006': { ...digitsOnly(18, 1, ['22', '10', '21'], ['21', '10']), checkAt: 13 },
  '8010': { ...digitsOnly(0, 0, ['8011']), checkAt: -1, rest: { min: 5, max: 30, set: 'set39' } },
  '8017': digitsOnly(18, 0, ['8019'], []),
  '8018': digitsOnly(18, 0, ['8019'], []),
};

export const qualifierRules: Readonly<Record<QualifierAi, Run>> = {
  '10': { min: 1, max: 20, set: 'set82' },
  '21': { min: 1, max: 20, set: 'set82' },
  '22': { min: 1, max: 20, set: 'set82' },
  '235': { min: 1, max: 28, set: 'set82' },
  '254': { min: 1, max: 20, set: 'set82' },
  '8011': { min: 1, max: 12, set: 'digits' },
  '8019': { min: 1, max: 10, set: 'digits' },
};

/** The shortest company prefix there is; a key without a fixed part begins with at least so many digits. */
const SHORTEST_PREFIX = 4;

/** Digits of a company prefix in an EPC URN. Owners of a shorter one write six. */
export const SHORTEST_URN_PREFIX = 6;
export const LONGEST_PREFIX = 12;

export const isPrimaryAi = (ai: string): ai is PrimaryAi => Object.hasOwn(keyRules, ai);
export const isQualifierAi = (ai: string): ai is QualifierAi => Object.hasOwn(qualifierRules, ai);

/**
 * GS1 check digit: digits weighted 3, 1, 3 … from the right.
 *
 * @param body starts with the digits to be summed; the caller has checked that they are digits
 * @param length how many of them
 * @source GS1 General Specifications, "Standard check digit calculations"
 */
export function checkDigit(body: string, length = body.length): number {
  let sum = 0;
  for (let i = length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) sum += (body.charCodeAt(i) - 48) * weight;
  return (10 - (sum % 10)) % 10;
}

/**
 * Eight-digit article numbers circulate whose last digit is none of GS1's check digits, and published Digital Links hold
 * them; such a number is what it is. It has no URN, which could not say the digit.
 */
const isEightDigits = (ai: PrimaryAi, value: string): boolean => ai === '01' && value.startsWith('000000');

/** @returns what is wrong with the digits of a key of right shape; undefined where nothing is */
export function integrityFault(ai: PrimaryAi, value: string): string | undefined {
  if (ai === '8003' && value[0] !== '0') return '(8003) begins with the filler digit 0';
  const expected = isEightDigits(ai, value) ? undefined : deviatingCheckDigit(ai, value);
  return expected === undefined ? undefined : `check digit ${value[keyRules[ai].checkAt]} should be ${expected}`;
}

/** @returns the check digit that should stand there, or undefined where it is right or the key has none */
export function deviatingCheckDigit(ai: PrimaryAi, value: string): number | undefined {
  const { checkAt } = keyRules[ai];
  if (checkAt < 0) return undefined;
  const expected = checkDigit(value, checkAt);
  return value.charCodeAt(checkAt) - 48 === expected ? undefined : expected;
}

/** A GTIN of 8, 12 or 13 digits with the zeros in front that make it 14; any other value as it is. */
export const padGtin = (ai: PrimaryAi, value: string): string =>
  ai === '01' && (value.length === 8 || value.length === 12 || value.length === 13) ? value.padStart(14, '0') : value;

/** @returns what is wrong with the shape of a key's value, check digit and filler left aside; undefined where nothing is */
export function keyFault(ai: PrimaryAi, value: string): string | undefined {
  const { digits, rest } = keyRules[ai];
  if (digits === 0) {
    if (!isAllDigits(value, 0, Math.min(SHORTEST_PREFIX, value.length)))
      return `(${ai}) begins with the digits of a company prefix`;
    return runFault(`(${ai})`, value, rest);
  }
  if (value.length < digits || !isAllDigits(value, 0, digits)) return `(${ai}) needs ${digits} digits`;
  if (rest.max === 0 && value.length > digits) return `(${ai}) has ${digits} digits and nothing after them`;
  return runFault(`serial of (${ai})`, value.slice(digits), rest);
}

/** @returns what is wrong with a qualifier's value; undefined where nothing is */
export function qualifierFault({ ai, value }: Qualifier): string | undefined {
  if (ai === '8011' && value.length > 1 && value[0] === '0') return '(8011) has no leading zero';
  return runFault(`(${ai})`, value, qualifierRules[ai]);
}

/** @returns what is wrong with plain characters of a run; undefined where nothing is */
export function runFault(name: string, plain: string, { min, max, set }: Run): string | undefined {
  const outside = firstOutside(set, plain);
  if (outside !== undefined) return `${name}: the character ${JSON.stringify(outside)} is not allowed`;
  if (plain.length < min || plain.length > max) return `${name}: ${plain.length} characters, ${min} to ${max} are allowed`;
  return undefined;
}

/** The key with all of its qualifiers brought down to the one that a constrained identifier keeps. */
export function constrain(ai: PrimaryAi, value: string, qualifiers: readonly Qualifier[]): Gs1Key {
  for (const kept of keyRules[ai].kept) {
    const qualifier = qualifiers.find((given) => given.ai === kept);
    // An extension 0 says that there is none: EPC Tag Data Standard, SGLN.
    if (qualifier && !(kept === '254' && qualifier.value === '0')) return { ai, value, qualifier };
  }
  return { ai, value };
}

/** The form keys are compared and indexed by, e.g. `01/09506000134352/21/ABC`. */
export function printKey({ ai, value, qualifier }: Gs1Key): string {
  const primary = `${ai}/${escapeMinimally(value)}`;
  return qualifier ? `${primary}/${qualifier.ai}/${escapeMinimally(qualifier.value)}` : primary;
}

/** Reads what `printKey` wrote; undefined for any other text. */
export function parseKey(text: string): Gs1Key | undefined {
  const [ai = '', value, qualifierAi, qualifierValue, ...more] = text.split('/', 5);
  if (!isPrimaryAi(ai) || value === undefined || more.length > 0) return undefined;
  const plain = decodeSegment(value);
  if (plain === undefined || keyFault(ai, plain) !== undefined) return undefined;
  if (qualifierAi === undefined) return { ai, value: plain };
  const finer = decodeSegment(qualifierValue ?? '');
  if (!isQualifierAi(qualifierAi) || finer === undefined || !keyRules[ai].kept.includes(qualifierAi)) return undefined;
  const qualifier = { ai: qualifierAi, value: finer };
  return qualifierFault(qualifier) === undefined ? { ai, value: plain, qualifier } : undefined;
}
