/**
 * Capture over HTTP until the jobs are done, hub and loader on the same machine; the durable count is checked after a
 * `kill -9`.
 *
 *   node bench/capture.ts [--format xml-1.2] [--shape 100x10] [--documents 300] [--clients 4] [--runs 3] [--mongodb URI]
 *
 * Prints one JSON line per run and one with the median.
 */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type HubProcess, peakMemory, startHubProcess, temporaryFolder } from '../test/hub-process.ts';
import { type Format, makeDocuments, mediaTypeOf } from './documents.ts';

const { values } = parseArgs({
  options: {
    format: { type: 'string', default: 'xml-1.2' },
    shape: { type: 'string', default: '100x10' },
    documents: { type: 'string', default: '300' },
    clients: { type: 'string', default: '4' },
    runs: { type: 'string', default: '3' },
    mongodb: { type: 'string' },
  },
});
const [events = 100, epcs = 10] = values.shape.split('x').map(Number);
const format = values.format as Format;
const mentions = Number(values.documents) * events * epcs;

const rates: number[] = [];
for (let run = 1; run <= Number(values.runs); run++) {
  const result = await measure(run);
  rates.push(result.mentionsPerSecond);
  console.log(JSON.stringify(result));
}
console.log(
  JSON.stringify({
    bench: 'capture',
    format,
    shape: values.shape,
    store: values.mongodb ? 'mongodb' : 'sqlite',
    medianMentionsPerSecond: median(rates),
  }),
);

async function measure(run: number) {
  const data = temporaryFolder('epcis-bench-');
  const env = values.mongodb ? { MONGODB_URI: values.mongodb, EPCIS_MONGODB_DATABASE: `epcis_bench_${process.pid}_${run}` } : {};
  let hub = await startHubProcess({ data: data.folder, env });
  try {
    await capture(hub, makeDocuments(format, { events, epcs }, 'W'), 10); // warm
    const next = makeDocuments(format, { events, epcs }, 'A');
    const bodies = Array.from({ length: Number(values.documents) }, () => Buffer.from(next()));
    const begun = performance.now();
    await capture(hub, () => bodies.pop() ?? '', Number(values.documents));
    const seconds = (performance.now() - begun) / 1000;
    const peak = Math.round(peakMemory(hub.pid));
    await hub.kill();
    const bytes = values.mongodb ? undefined : await folderSize(data.folder);
    hub = await startHubProcess({ data: data.folder, env });
    const stored = (await hub.countEvents()).size;
    const expected = (Number(values.documents) + 10) * events;
    if (stored !== expected) throw new Error(`${stored} events are there, ${expected} were captured`);
    return {
      run,
      seconds: round(seconds),
      mentionsPerSecond: Math.round(mentions / seconds),
      eventsPerSecond: Math.round(mentions / epcs / seconds),
      peakMemoryMB: peak,
      ...(bytes !== undefined && { bytesPerMention: round(bytes / (mentions + 10 * events * epcs)) }),
    };
  } finally {
    await hub.kill();
    data.remove();
  }
}

async function capture(hub: HubProcess, next: () => string | Buffer, count: number): Promise<void> {
  let left = count;
  const locations: string[] = [];
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await hub.ask('/capture', {
        method: 'POST',
        body: next(),
        headers: { 'Content-Type': mediaTypeOf(format) },
      });
      const location = answer.headers.get('location');
      if (answer.status !== 202 || !location) throw new Error(`capture answered ${answer.status}: ${await answer.text()}`);
      locations.push(new URL(location, hub.url).pathname);
    }
  };
  await Promise.all(Array.from({ length: Number(values.clients) }, client));
  for (const location of locations.toReversed()) {
    const job = await hub.job(location);
    if (!job.success) throw new Error(`${location}: ${JSON.stringify(job)}`);
  }
}

async function folderSize(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => !file.endsWith('-wal') && !file.endsWith('-shm'))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
