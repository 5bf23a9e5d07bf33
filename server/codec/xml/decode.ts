/**
 * EPCIS XML of the versions 1.0, 1.1, 1.2 and 2.0 as canonical events.
 *
 * @source EPCIS 2.0 section 9; EPCIS 1.2, 1.1 and 1.0, section 9
 */
import type { Issue } from '../../epcis/issue.ts';
import type { Decode, DecodedItem, DecodeOptions } from '../decoded.ts';
import { BrokenXml } from './broken-xml.ts';
import { makeTextDecoding } from './decode-text.ts';
import { elementNames } from './element-names.ts';
import { makeDocumentReader } from './read-document.ts';
import { makeTokenizer } from './tokens.ts';

/** Bytes taken at a time, so that memory follows neither the sender's nor the network's habits. */
const PIECE = 1 << 16;
const LEAST = 1 << 13;

/**
 * Reads documents (EPCISDocument, EPCISQueryDocument, EPCISMasterDataDocument) and single events. Memory is bounded by
 * the largest event. What is not well-formed, or crosses a limit, ends the stream with an error that names the place.
 */
export const decodeXml: Decode = async function* (bytes, options) {
  const decoder = makeDecoder(options);
  for await (const piece of pieces(bytes)) {
    const isEnd = decoder.write(piece);
    const items = decoder.take();
    if (items.length > 0) yield items;
    if (isEnd) return;
  }
  decoder.end();
  const items = decoder.take();
  if (items.length > 0) yield items;
};

/** Neither large nor tiny pieces. */
async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < LEAST) continue;
    const [first] = waiting;
    const all = waiting.length === 1 && first ? first : Buffer.concat(waiting);
    waiting = [];
    length = 0;
    for (let at = 0; at < all.length; at += PIECE) yield all.subarray(at, at + PIECE);
  }
  if (length > 0) yield Buffer.concat(waiting);
}

type Decoder = {
  /** @returns whether reading ends here */
  readonly write: (bytes: Uint8Array) => boolean;
  readonly end: () => void;
  readonly take: () => readonly DecodedItem[];
};

function makeDecoder(options: DecodeOptions): Decoder {
  let items: DecodedItem[] = [];
  const text = makeTextDecoding();
  const reader = makeDocumentReader(
    options,
    (item) => items.push(item),
    () => tokens.position(),
  );
  const tokens = makeTokenizer(reader.handler, options.limits, elementNames);

  const issueOf = (broken: BrokenXml): Issue => {
    const path = reader.path();
    const { id, layer, message, hint, at = tokens.place() } = broken;
    return {
      id,
      layer,
      severity: 'error',
      message,
      ...(hint !== undefined && { hint }),
      at: { ...at, ...(path !== '' && { path }) },
    };
  };

  /** Runs a step; what breaks it becomes a finding, after the text that was sound before it has been read. */
  const attempt = (step: () => void): boolean => {
    try {
      step();
      return false;
    } catch (error) {
      if (!(error instanceof BrokenXml)) throw error;
      items.push({ kind: 'issue', issue: issueOf(error) });
      return true;
    }
  };

  const read = (decode: () => string): void => {
    let sound = '';
    const isFirst = tokens.position() === 0;
    let problem: unknown;
    try {
      sound = decode();
    } catch (error) {
      sound = text.rest();
      problem = error;
    }
    const mismatch = isFirst && sound !== '' ? text.mismatch() : undefined;
    if (mismatch !== undefined) items.push({ kind: 'issue', issue: encodingMismatch(mismatch) });
    if (sound !== '') tokens.write(sound);
    reader.checkSize();
    if (problem !== undefined) {
      tokens.skipToEnd();
      throw problem;
    }
  };

  return {
    write: (bytes) => attempt(() => read(() => text.write(bytes))),
    end: () => {
      attempt(() => {
        read(() => text.end());
        tokens.end();
        reader.end();
      });
    },
    take: () => {
      const taken = items;
      items = [];
      return taken;
    },
  };
}

const encodingMismatch = (declared: string): Issue => ({
  id: 'encoding-mismatch',
  layer: 'wellformedness',
  severity: 'warning',
  message: `The XML declaration says ${declared}, the bytes are UTF-8 and are read as such.`,
  hint: 'Write encoding="UTF-8".',
  at: { line: 1, column: 1 },
});
