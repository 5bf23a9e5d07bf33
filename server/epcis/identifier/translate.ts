/** From one notation of an identifier to another. */

import type { ReadMode } from './character-set.ts';
import { type PrefixTable, prefixLengthOf } from './company-prefix.ts';
import { CANONICAL_DOMAIN, looksLikeWebUri, readDigitalLink } from './digital-link.ts';
import { looksLikeElementString, readElementString } from './element-string.ts';
import { looksLikeEpcUrn, printEpcUrn, readEpcUrn } from './epc-urn.ts';
import { integrityFault, printKey } from './gs1-key.ts';
import { type Identifier, type Reading, refuse } from './scheme.ts';

/** Where the length of the company prefix comes from when the notation does not tell it. It is never guessed. */
export type PrefixSource = {
  /** Given by who asks; goes before the table. */
  readonly gcpLength?: number;
  readonly prefixes?: PrefixTable;
};

/** Reads an identifier in any notation. Check digits are left to the caller. */
export function readIdentifier(text: string, mode: ReadMode): Reading {
  if (looksLikeEpcUrn(text)) return readEpcUrn(text, mode);
  if (looksLikeWebUri(text)) return readDigitalLink(text, mode);
  if (looksLikeElementString(text)) return readElementString(text);
  return refuse('neither an EPC URN, nor a GS1 Digital Link, nor an element string in brackets');
}

/**
 * The canonical Digital Link of an identifier, as `GS1-EPC-Format: Always_GS1_Digital_Link` asks for.
 *
 * @returns undefined where the text is no valid identifier or has no such form
 */
export function toDigitalLink(text: string): string | undefined {
  const key = validIdentifier(text)?.key;
  return key ? CANONICAL_DOMAIN + printKey(key) : undefined;
}

/**
 * The EPC URN of an identifier, as `GS1-EPC-Format: Always_EPC_URN` asks for.
 *
 * @returns undefined where the text is no valid identifier, has no such form, or the company prefix is not known
 */
export function toEpcUrn(text: string, source: PrefixSource = {}): string | undefined {
  const identifier = validIdentifier(text);
  if (!identifier || identifier.urn !== undefined || !identifier.key) return identifier?.urn;
  const length = source.gcpLength ?? prefixLengthOf(identifier.key, source.prefixes);
  const urn = length === undefined ? undefined : printEpcUrn(identifier.key, length);
  return typeof urn === 'string' ? urn : undefined;
}

/** Tolerant towards spelling, not towards check digits: a wrong one has no counterpart in another notation. */
function validIdentifier(text: string): Identifier | undefined {
  const reading = readIdentifier(text, looksLikeEpcUrn(text) ? 'strict' : 'tolerant');
  if (reading.refusal) return undefined;
  const { key } = reading.identifier;
  return key && integrityFault(key.ai, key.value) !== undefined ? undefined : reading.identifier;
}
