/**
 * Reading speed of the XML decoder beside bare saxes with namespaces: megabytes a second, median of 3. Prints JSON.
 *
 *     node bench/xml-read.ts
 */
import { SaxesParser } from 'saxes';
import type { DecodedItem } from '../server/codec/decoded.ts';
import { decodeXml } from '../server/codec/xml/decode.ts';
import { type Format, makeDocuments, type Shape } from './documents.ts';

const TOTAL = 20e6;
const PIECE = 1 << 16;
const limits = { depth: 64, textLength: 1 << 20, eventBytes: 1 << 28, events: 1_000_000 };

const formats: readonly Format[] = ['xml-1.2', 'xml-2.0'];
const shapes: readonly Shape[] = [
  { events: 100, epcs: 10 },
  { events: 5, epcs: 2000 },
];

function makeSome(format: Format, shape: Shape): readonly Buffer[] {
  const next = makeDocuments(format, shape);
  const documents: Buffer[] = [];
  for (let bytes = 0; bytes < TOTAL; bytes += documents.at(-1)?.length ?? 0) documents.push(Buffer.from(next()));
  return documents;
}

async function* inPieces(document: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < document.length; at += PIECE) yield document.subarray(at, at + PIECE);
}

async function decodeAll(documents: readonly Buffer[]): Promise<number> {
  let epcs = 0;
  for (const document of documents) {
    for await (const items of decodeXml(inPieces(document), { limits, mode: 'strict' })) {
      for (const item of items) epcs += epcsOf(item);
    }
  }
  return epcs;
}

function epcsOf(item: DecodedItem): number {
  if (item.kind === 'issue') throw new Error(item.issue.message);
  return item.kind === 'event' && item.decoded.event?.type === 'ObjectEvent' ? (item.decoded.event.epcList?.length ?? 0) : 0;
}

/** What saxes costs when nobody looks at what it finds. */
async function parseAll(documents: readonly Buffer[]): Promise<number> {
  let epcs = 0;
  for (const document of documents) {
    const parser = new SaxesParser({ xmlns: true, position: false });
    parser.on('opentag', (tag) => {
      if (tag.local === 'epc') epcs++;
    });
    parser.on('closetag', () => {});
    parser.on('text', () => {});
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const piece of inPieces(document)) parser.write(decoder.decode(piece, { stream: true }));
    parser.close();
  }
  return epcs;
}

async function speed(
  run: (documents: readonly Buffer[]) => Promise<number>,
  documents: readonly Buffer[],
  expected: number,
): Promise<number> {
  const bytes = documents.reduce((sum, { length }) => sum + length, 0);
  const speeds: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const begin = performance.now();
    const epcs = await run(documents);
    speeds.push(bytes / 1000 / (performance.now() - begin));
    if (epcs !== expected) throw new Error(`${epcs} EPCs where ${expected} were written`);
  }
  return speeds.sort((a, b) => a - b)[1] ?? 0;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

for (const format of formats) {
  for (const shape of shapes) {
    const documents = makeSome(format, shape);
    const expected = documents.length * shape.events * shape.epcs;
    const saxes = await speed(parseAll, documents, expected);
    const ours = await speed(decodeAll, documents, expected);
    console.log(
      JSON.stringify({
        format,
        ...shape,
        decode: rounded(ours),
        saxes: rounded(saxes),
        ratio: rounded(ours / saxes),
        unit: 'MB/s',
      }),
    );
  }
}
