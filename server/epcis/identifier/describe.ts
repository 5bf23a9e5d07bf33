/** Everything the hub can say about one identifier. */
import type { ReadMode } from './character-set.ts';
import { type PrefixTable, prefixLengthOf } from './company-prefix.ts';
import { prefixFault } from './components.ts';
import { CANONICAL_DOMAIN } from './digital-link.ts';
import { printElementString } from './element-string.ts';
import { printEpcUrn } from './epc-urn.ts';
import { deviatingCheckDigit, type Gs1Key, integrityFault, keyRules, printKey } from './gs1-key.ts';
import type { Identifier, Level, Scheme } from './scheme.ts';
import { readIdentifier } from './translate.ts';

export type IdentifierDescription = {
  readonly value: string;
  readonly valid: boolean;
  readonly scheme: Scheme | null;
  readonly level: Level | null;
  /** Why it is not valid; with `tolerant` also what had to be put right. */
  readonly reason: string | null;
  /** null where the identifier has no such form, or the length of its company prefix is not known. */
  readonly urn: string | null;
  readonly digitalLink: string | null;
  readonly elementString: string | null;
};

export type DescribeOptions = {
  /** Digits of the company prefix, 6 to 12; one that cannot be right makes the identifier invalid. */
  readonly gcpLength?: number;
  readonly prefixes?: PrefixTable;
  /** `tolerant` describes what the text most probably means where escapes are missing or a check digit is wrong. Default `strict`. */
  readonly mode?: ReadMode;
};

/** Describes an EPC URN, a GS1 Digital Link or an element string in brackets. Anything else is not valid. Never throws. */
export function describeIdentifier(value: string, options: DescribeOptions = {}): IdentifierDescription {
  const { mode = 'strict' } = options;
  const reading = readIdentifier(value, mode);
  if (reading.refusal) return invalid(value, reading.refusal.reason, reading.refusal.scheme);
  const { identifier } = reading;
  const { scheme, level, key, urn = null } = identifier;
  if (!key) return { value, valid: true, scheme, level, reason: null, urn, digitalLink: null, elementString: null };
  const fault = integrityFault(key.ai, key.value);
  if (fault === undefined) return describeKey(value, identifier, key, null, options);
  const repaired = mode === 'tolerant' ? withRightCheckDigit(key) : undefined;
  return repaired ? describeKey(value, identifier, repaired, fault, options) : invalid(value, fault, scheme);
}

function describeKey(
  value: string,
  identifier: Identifier,
  key: Gs1Key,
  repaired: string | null,
  { gcpLength, prefixes }: DescribeOptions,
): IdentifierDescription {
  const { scheme, level, urn } = identifier;
  const fault = gcpLength === undefined ? undefined : lengthFault(value, identifier, gcpLength);
  if (fault !== undefined) return invalid(value, fault, scheme);
  const length = gcpLength ?? prefixLengthOf(key, prefixes);
  const found = urn ?? (length === undefined ? undefined : printEpcUrn(key, length));
  return {
    value,
    valid: true,
    scheme,
    level,
    reason: repaired,
    urn: found ?? null,
    digitalLink: CANONICAL_DOMAIN + printKey(key),
    elementString: printElementString(key),
  };
}

/** Why the length given for the company prefix cannot be right; undefined where it can. */
function lengthFault(value: string, { key, urn }: Identifier, gcpLength: number): string | undefined {
  if (urn !== undefined) {
    const dot = urn.indexOf('.');
    const own = dot - urn.lastIndexOf(':', dot) - 1;
    return own === gcpLength ? undefined : `the company prefix of the URN has ${own} digits, not ${gcpLength}`;
  }
  // The length counts digits of the 14-digit form, which EPCIS wants; in a shorter GTIN it would count others.
  if (key?.ai === '01' && !value.includes(key.value)) return '(01) needs 14 digits';
  return key && prefixFault(key, gcpLength);
}

/** undefined where the check digit is not what is wrong: a GRAI without its filler has it in another place. */
function withRightCheckDigit(key: Gs1Key): Gs1Key | undefined {
  const digit = deviatingCheckDigit(key.ai, key.value);
  if (digit === undefined || (key.ai === '8003' && key.value[0] !== '0')) return undefined;
  const at = keyRules[key.ai].checkAt;
  return { ...key, value: `${key.value.slice(0, at)}${digit}${key.value.slice(at + 1)}` };
}

const invalid = (value: string, reason: string, scheme: Scheme | undefined): IdentifierDescription => ({
  value,
  valid: false,
  scheme: scheme ?? null,
  level: null,
  reason,
  urn: null,
  digitalLink: null,
  elementString: null,
});
