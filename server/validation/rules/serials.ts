/** Serial numbers of one product: what long lists of EPCs consist of, told without reading each one whole. */
import { isPlain82 } from '../../epcis/identifier/character-set.ts';

/**
 * What sound EPCs of one product begin with: another that lies between `from` and `to` differs in its serial number only.
 * It is a memo: forgetting it costs time only.
 */
let known = { from: '', to: '' };

/** Learning takes as long as several looks: where products change all the time it would be in vain. */
const LEARN_EVERY = 16;
let met = 0;

const LONGEST_SERIAL = 20;

/** Is it the EPC of a product that was learned, with a serial number that needs no escapes? */
export function isKnownSerial(text: string): boolean {
  const { from, to } = known;
  if (!(text > from && text < to) || text.length > from.length + LONGEST_SERIAL) return false;
  for (let i = from.length; i < text.length; i++) if (!isPlain82(text.charCodeAt(i))) return false;
  return true;
}

const BEFORE_SERIAL = /^(?:urn:epc:id:sgtin:\d+\.\d+\.|https:\/\/id\.gs1\.org\/01\/\d{14}\/21\/)/;

/**
 * @param text a sound EPC
 * @param key its key
 */
export function learnSerial(text: string, key: string): void {
  if (!key.startsWith('01/') || met++ % LEARN_EVERY !== 0) return;
  const from = BEFORE_SERIAL.exec(text)?.[0];
  // Copied: a slice of a longer text compares slowly.
  if (from !== undefined) known = { from: Buffer.from(from).toString(), to: Buffer.from(`${from}\u007f`).toString() };
}
