/**
 * Reading speed of the JSON decoder beside JSON.parse of the whole document: megabytes a second of processor time, median
 * of 3 (processor time, as both run alternately on a machine that others may use). Prints JSON.
 *
 *     node bench/json-read.ts
 */
import type { DecodedItem } from '../server/codec/decoded.ts';
import { decodeJson } from '../server/codec/json/decode.ts';
import { makeDocuments, type Shape } from './documents.ts';

const TOTAL = 20e6;
const PIECE = 1 << 16;
const limits = { depth: 64, textLength: 1 << 20, eventBytes: 1 << 28, events: 1_000_000 };

const shapes: readonly Shape[] = [
  { events: 100, epcs: 10 },
  { events: 5, epcs: 2000 },
  { events: 1, epcs: 250_000 },
  { events: 1, epcs: 1_000_000 },
];

function makeSome(shape: Shape): readonly Buffer[] {
  const next = makeDocuments('json-2.0', shape);
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
    for await (const items of decodeJson(inPieces(document), { limits, mode: 'strict' })) {
      for (const item of items) epcs += epcsOf(item);
    }
  }
  return epcs;
}

function epcsOf(item: DecodedItem): number {
  if (item.kind === 'issue') throw new Error(item.issue.message);
  return item.kind === 'event' && item.decoded.event?.type === 'ObjectEvent' ? (item.decoded.event.epcList?.length ?? 0) : 0;
}

type Parsed = { readonly epcisBody: { readonly eventList: readonly { readonly epcList: readonly string[] }[] } };

async function parseAll(documents: readonly Buffer[]): Promise<number> {
  let epcs = 0;
  for (const document of documents) {
    const { epcisBody } = JSON.parse(document.toString()) as Parsed;
    for (const { epcList } of epcisBody.eventList) epcs += epcList.length;
  }
  return epcs;
}

type Run = (documents: readonly Buffer[]) => Promise<number>;

/** Megabytes a second of processor time. */
async function speed(run: Run, documents: readonly Buffer[], expected: number): Promise<number> {
  const bytes = documents.reduce((sum, { length }) => sum + length, 0);
  const before = process.cpuUsage();
  const epcs = await run(documents);
  const { user, system } = process.cpuUsage(before);
  if (epcs !== expected) throw new Error(`${epcs} EPCs where ${expected} were written`);
  return bytes / (user + system);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

for (const shape of shapes) {
  const documents = makeSome(shape);
  const expected = documents.length * shape.events * shape.epcs;
  const speeds = { decode: [] as number[], parse: [] as number[] };
  // The first turn is for the engine to get warm.
  for (let turn = 0; turn < 4; turn++) {
    const parse = await speed(parseAll, documents, expected);
    const decode = await speed(decodeAll, documents, expected);
    if (turn > 0) {
      speeds.parse.push(parse);
      speeds.decode.push(decode);
    }
  }
  const [decode, parse] = [median(speeds.decode), median(speeds.parse)];
  console.log(
    JSON.stringify({
      format: 'json-2.0',
      ...shape,
      decode: Math.round(decode),
      parse: Math.round(parse),
      ratio: Math.round((decode / parse) * 100) / 100,
      unit: 'MB/s',
    }),
  );
}
