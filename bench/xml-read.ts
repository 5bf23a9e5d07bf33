/**
 * Reading speed of the XML decoder beside bare saxes with namespaces: megabytes a second of processor time, median of 3, each measured in a
 * process of its own. Prints JSON.
 *
 *     node bench/xml-read.ts
 */
import { spawnSync } from 'node:child_process';
import { SaxesParser } from 'saxes';
import type { DecodedItem } from '../server/codec/decoded.ts';
import { decodeXml } from '../server/codec/xml/decode.ts';
import { type Format, makeDocuments, type Shape } from './documents.ts';

const TOTAL = 20e6;
const PIECE = 1 << 16;
const limits = { depth: 64, textLength: 1 << 20, eventBytes: 1 << 28, events: 1_000_000 };

type Reader = (documents: readonly Buffer[]) => Promise<number>;

function makeSome(format: Format, shape: Shape): readonly Buffer[] {
  const next = makeDocuments(format, shape);
  const documents: Buffer[] = [];
  for (let bytes = 0; bytes < TOTAL; bytes += documents.at(-1)?.length ?? 0) documents.push(Buffer.from(next()));
  return documents;
}

async function* inPieces(document: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < document.length; at += PIECE) yield document.subarray(at, at + PIECE);
}

const decodeAll: Reader = async (documents) => {
  let epcs = 0;
  for (const document of documents) {
    for await (const items of decodeXml(inPieces(document), { limits, mode: 'strict' })) {
      for (const item of items) epcs += epcsOf(item);
    }
  }
  return epcs;
};

function epcsOf(item: DecodedItem): number {
  if (item.kind === 'issue') throw new Error(item.issue.message);
  return item.kind === 'event' && item.decoded.event?.type === 'ObjectEvent' ? (item.decoded.event.epcList?.length ?? 0) : 0;
}

/** What saxes costs when nobody looks at what it finds. */
const parseAll: Reader = async (documents) => {
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
};

const readers: Readonly<Record<string, Reader>> = { decode: decodeAll, saxes: parseAll };

/** Megabytes a second of processor time: after one turn to warm up, the median of three. */
async function measure(reader: string, format: Format, shape: Shape): Promise<number> {
  const documents = makeSome(format, shape);
  const bytes = documents.reduce((sum, { length }) => sum + length, 0);
  const expected = documents.length * shape.events * shape.epcs;
  const speeds: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const begin = process.cpuUsage();
    const epcs = await readers[reader]?.(documents);
    if (turn > 0) speeds.push(bytes / cpuTime(begin));
    if (epcs !== expected) throw new Error(`${epcs} EPCs where ${expected} were written`);
  }
  return speeds.sort((a, b) => a - b)[1] ?? 0;
}

/** Microseconds, garbage collection included: other work on the machine does not count. */
function cpuTime(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin);
  return user + system;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function measureApart(reader: string, format: Format, { events, epcs }: Shape): number {
  const run = spawnSync(process.execPath, [import.meta.filename, reader, format, String(events), String(epcs)], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return Number(run.stdout);
}

const [reader, format, events, epcs] = process.argv.slice(2);
if (reader === undefined) {
  for (const each of ['xml-1.2', 'xml-2.0'] as const) {
    for (const shape of [
      { events: 100, epcs: 10 },
      { events: 5, epcs: 2000 },
    ]) {
      const decode = measureApart('decode', each, shape);
      const saxes = measureApart('saxes', each, shape);
      console.log(
        JSON.stringify({
          format: each,
          ...shape,
          decode: rounded(decode),
          saxes: rounded(saxes),
          ratio: rounded(decode / saxes),
          unit: 'MB/s',
        }),
      );
    }
  }
} else console.log(await measure(reader, format as Format, { events: Number(events), epcs: Number(epcs) }));
