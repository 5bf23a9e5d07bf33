/** An event as it lies in its row: JSON text, or JSON text under zstd where it is long. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { StoredEvent } from '../../epcis/stored-event.ts';

/** Text, or bytes of compressed text. */
export type Body = string | Uint8Array;

/** Shorter texts gain little and cost a call on every read. */
const COMPRESS_FROM = 2048;
// Level 1 gave the smallest bodies of long EPC lists of all fast levels (6.3 against 7.0 bytes per EPC at level 3).
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function toBody({ eventID, event, origin }: StoredEvent): Body {
  const text = JSON.stringify({ eventID, event, origin });
  return text.length < COMPRESS_FROM ? text : zstdCompressSync(text, options);
}

/** @param key the 16 bytes of the event's key */
export function fromBody(key: Uint8Array, body: Body): { readonly stored: StoredEvent; readonly length: number } {
  const text = typeof body === 'string' ? body : zstdDecompressSync(body).toString('utf8');
  const { eventID, event, origin } = JSON.parse(text) as Omit<StoredEvent, 'key'>; // toBody wrote it
  return { stored: { eventID, key: Buffer.from(key).toString('hex'), event, origin }, length: text.length };
}
