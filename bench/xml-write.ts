/**
 * Writing speed of the XML encoder: megabytes a second of processor time of text, median of 3. Prints JSON.
 *
 *     node bench/xml-write.ts
 */
import { decodeXml } from '../server/codec/xml/decode.ts';
import { encodeXml } from '../server/codec/xml/encode.ts';
import type { EpcisEvent } from '../server/epcis/event.ts';
import { makeDocuments } from './documents.ts';

const TOTAL = 20e6;
const limits = { depth: 64, textLength: 1 << 20, eventBytes: 1 << 28, events: 1_000_000 };

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function eventsOf(text: string): Promise<readonly EpcisEvent[]> {
  const events: EpcisEvent[] = [];
  for await (const items of decodeXml(bytesOf(text), { limits, mode: 'strict' })) {
    for (const item of items) if (item.kind === 'event' && item.decoded.event) events.push(item.decoded.event);
  }
  return events;
}

async function charactersOf(batches: readonly (readonly EpcisEvent[])[], version: '1.2' | '2.0'): Promise<number> {
  let length = 0;
  const header = { kind: 'EPCISDocument', syntax: 'xml', version, namespaces: {} } as const;
  for await (const piece of encodeXml({ header }, batches, { version, epcFormat: 'as-written', onLoss: () => {} }))
    length += piece.length;
  return length;
}

/** Microseconds, garbage collection included: other work on the machine does not count. */
function cpuTime(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin);
  return user + system;
}

for (const version of ['1.2', '2.0'] as const) {
  for (const shape of [
    { events: 100, epcs: 10 },
    { events: 5, epcs: 2000 },
  ]) {
    const text = makeDocuments(`xml-${version}`, shape)();
    const events = await eventsOf(text);
    const batches = Array.from({ length: Math.ceil(TOTAL / text.length) }, () => events);
    const speeds: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      const begin = process.cpuUsage();
      const characters = await charactersOf(batches, version);
      if (turn > 0) speeds.push(characters / cpuTime(begin));
    }
    const speed = speeds.sort((a, b) => a - b)[1] ?? 0;
    console.log(JSON.stringify({ format: `xml-${version}`, ...shape, encode: Math.round(speed * 10) / 10, unit: 'MB/s' }));
  }
}
