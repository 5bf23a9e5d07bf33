/**
 * Parties and places as keys.
 *
 * One GLN names one party, whether as PGLN (417) or SGLN (414), with or without extension: a dock belongs to its warehouse.
 */
import { checkDigit } from '../epcis/identifier/gs1-key.ts';
import { digitalLinkOf, identifierKey } from '../epcis/identifier/key.ts';

const GLN_KEY = /^41[47]\/(\d{13})(?:\/|$)/;

/** The GLN of a party's or place's key; undefined where it has none. */
export const glnOf = (key: string): string | undefined => GLN_KEY.exec(key)?.[1];

/** The key of a party: `417/GLN` where there is a GLN, bare or in any notation; else the text. */
export function partyKey(text: string): string {
  const trimmed = text.trim();
  if (isGln(trimmed)) return `417/${trimmed}`;
  const key = identifierKey(trimmed);
  const gln = glnOf(key);
  return gln === undefined ? key : `417/${gln}`;
}

/** The place that sub-locations belong to: the GLN without extension; any other place as it is. */
export function siteKey(placeKey: string): string {
  const gln = glnOf(placeKey);
  return gln === undefined ? placeKey : `414/${gln}`;
}

/** A key as the answer writes it. */
export const link = (key: string): string => digitalLinkOf(key);
export const linkOrNull = (key: string | null): string | null => (key === null ? null : digitalLinkOf(key));

const isGln = (text: string): boolean => /^\d{13}$/.test(text) && checkDigit(text, 12) === text.charCodeAt(12) - 48;
