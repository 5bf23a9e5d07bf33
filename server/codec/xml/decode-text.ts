/**
 * Bytes of an XML document as text, piece by piece: encoding by byte order mark or declaration, line ends as `\n`.
 *
 * @source XML 1.0 section 2.11 (line ends), section 4.3.3 and appendix F (encodings)
 */
import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { firstInvalidByte } from '../json/utf8.ts';
import { BrokenXml } from './broken-xml.ts';

export type TextDecoding = {
  /** The text these bytes complete; may be empty. Throws BrokenXml. */
  readonly write: (bytes: Uint8Array) => string;
  readonly end: () => string;
  /** Text that was sound although `write` or `end` threw; empty otherwise. Errors stand behind it. */
  readonly rest: () => string;
  /** Set when the declaration and the bytes disagree and the bytes were believed. */
  readonly mismatch: () => string | undefined;
};

/** Enough for a byte order mark and a declaration. */
const HEAD = 1024;

const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/;

/** Single-byte encodings and their labels; TextDecoder knows what they mean. */
const SINGLE_BYTE = /^(iso-8859-\d{1,2}|latin1|windows-125\d|us-ascii|ascii|koi8-[ru])$/;

type Decoder = { readonly write: (bytes: Uint8Array) => string; readonly end: () => string };

export function makeTextDecoding(): TextDecoding {
  let head: Uint8Array | undefined = new Uint8Array(0);
  let decoder: Decoder | undefined;
  let sound = '';
  let mismatch: string | undefined;
  let hasReturn = false;

  const start = (bytes: Uint8Array): string => {
    head = undefined;
    const found = detect(bytes);
    mismatch = found.mismatch;
    decoder =
      found.encoding === 'utf-8'
        ? makeUtf8((text) => {
            sound = normaliseEnds(text);
          })
        : makeForeign(found.encoding);
    return decoder.write(bytes.subarray(found.mark));
  };

  /** A CR at the end waits: it may be half of a CR LF. */
  const normaliseEnds = (piece: string): string => {
    let text = hasReturn ? `\r${piece}` : piece;
    hasReturn = text.endsWith('\r');
    if (hasReturn) text = text.slice(0, -1);
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  };

  return {
    write: (bytes) => {
      if (decoder) return normaliseEnds(decoder.write(bytes));
      head = Buffer.concat([head ?? new Uint8Array(0), bytes]);
      if (head.length < HEAD && !hasDeclarationEnd(head)) return '';
      return normaliseEnds(start(head));
    },
    end: () => {
      const first = head ? start(head) : '';
      const text = normaliseEnds(first + (decoder?.end() ?? ''));
      const last = hasReturn ? '\n' : '';
      hasReturn = false;
      return text + last;
    },
    rest: () => sound,
    mismatch: () => mismatch,
  };
}

/** No need to wait for more: the declaration is complete, or these bytes do not begin with one. */
function hasDeclarationEnd(head: Uint8Array): boolean {
  if (head.length < 8) return false;
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  return text.includes('?>') || !/^(?:\xEF\xBB\xBF)?<\?xml/.test(text);
}

type Detected = { readonly encoding: string; readonly mark: number; readonly mismatch?: string };

function detect(bytes: Uint8Array): Detected {
  const [a = 0, b = 0, c = 0] = bytes;
  if (a === 0x1f && b === 0x8b) throw notXml('it is compressed with gzip');
  if (a === 0x50 && b === 0x4b && c === 3) throw notXml('it is a zip archive');
  const marked = byMark(a, b, c);
  const declared = DECLARED.exec(Buffer.from(bytes.subarray(marked?.mark ?? 0, HEAD)).toString('latin1'))?.[1]?.toLowerCase();
  if (marked) return withDeclaration(marked, declared);
  if (declared === undefined || declared === 'utf-8' || declared === 'utf8') return { encoding: 'utf-8', mark: 0 };
  if (declared.startsWith('utf-16') || declared.startsWith('ucs-2')) return { encoding: 'utf-8', mark: 0, mismatch: declared };
  if (SINGLE_BYTE.test(declared)) return { encoding: declared, mark: 0 };
  throw new BrokenXml('encoding-unsupported', `The declaration names the encoding "${declared}", which is not read here.`, {
    hint: 'Write the document in UTF-8 with encoding="UTF-8" in plain ASCII letters; UTF-16, ISO-8859 and Windows code pages are read as well.',
    at: { line: 1, column: 1 },
  });
}

const notXml = (what: string): BrokenXml =>
  new BrokenXml('not-xml', `The document is not XML: ${what}.`, {
    hint: 'Unpack it before sending.',
    at: { line: 1, column: 1 },
  });

function byMark(a: number, b: number, c: number): Detected | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0 && b === 0x3c) return { encoding: 'utf-16be', mark: 0 };
  if (a === 0x3c && b === 0) return { encoding: 'utf-16le', mark: 0 };
  return undefined;
}

function withDeclaration(marked: Detected, declared: string | undefined): Detected {
  const isOther = marked.encoding === 'utf-8' && declared !== undefined && declared !== 'utf-8' && declared !== 'utf8';
  return isOther ? { ...marked, mismatch: declared } : marked;
}

/** UTF-8, strictly. ASCII goes the fast way, where one byte is one character. */
function makeUtf8(keepSound: (text: string) => void): Decoder {
  let carried: Uint8Array = new Uint8Array(0);
  const decode = (bytes: Uint8Array): string => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (isAscii(buffer)) return buffer.toString('latin1');
    if (isUtf8(buffer)) return buffer.toString('utf8');
    const length = firstInvalidByte(buffer);
    keepSound(buffer.toString('utf8', 0, length));
    const byte = (buffer[length] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    throw new BrokenXml('encoding-invalid', `Byte 0x${byte} does not belong in UTF-8 at this place.`, {
      hint: 'If the document is in ISO-8859-1 or Windows-1252, its XML declaration must say so.',
    });
  };
  return {
    write: (bytes) => {
      const all = carried.length > 0 ? Buffer.concat([carried, bytes]) : bytes;
      const length = completeLength(all);
      carried = all.slice(length);
      return decode(all.subarray(0, length));
    },
    end: () => decode(carried),
  };
}

/** Bytes up to the last whole character: one that is cut at the end is left out, whatever stands before it. */
function completeLength(bytes: Uint8Array): number {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return lengthBy(byte) > back ? end - back : end;
  }
  return end;
}

/** Bytes of a character, by its first. */
const lengthBy = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);

function makeForeign(encoding: string): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw new BrokenXml('encoding-invalid', `The bytes are not text in ${encoding}.`);
    }
  };
  return { write: decode, end: () => decode() };
}
