/**
 * Finds a few identifiers in long lists without turning every text into its key.
 *
 * Every notation of a key contains a piece of it unchanged; only texts that contain such a piece, or an escape, are looked
 * at more closely.
 */
import { identifierKey } from '../epcis/identifier/key.ts';

/** @returns the wanted keys that a list of identifiers names, as often as it does */
export function makeFinder(wanted: ReadonlySet<string>): (epcs: readonly string[]) => readonly string[] {
  const pieces = new RegExp([...[...wanted].map(pieceOf), '%'].join('|'));
  return (epcs) => {
    const found: string[] = [];
    for (const epc of epcs) {
      const key = pieces.test(epc) ? identifierKey(epc) : undefined;
      if (key !== undefined && wanted.has(key)) found.push(key);
    }
    return found;
  };
}

/**
 * A piece of text that is in every notation of a key, as a regular expression; empty where none is sure. An SSCC's last
 * digits before the check digit (which a URN does not have) are never split by the company prefix. Serial numbers stand as
 * they are from their last escape on.
 */
function pieceOf(key: string): string {
  const sscc = /^00\/\d{13}(\d{4})\d$/.exec(key)?.[1];
  if (sscc !== undefined) return sscc;
  const serial = /^(?:01\/\d{14}\/21\/|414\/\d{13}\/254\/|8003\/\d{14}|253\/\d{13})(.+)$/.exec(key)?.[1];
  return serial === undefined ? '' : (/[0-9A-Za-z]*$/.exec(serial.replaceAll(/%[0-9A-F]{2}/g, '%'))?.[0] ?? '');
}
