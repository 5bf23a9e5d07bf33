/**
 * One large document: seconds until its job is done and the peak memory of the hub's process.
 *
 *   node bench/large-document.ts [--format xml-1.2] [--megabytes 28] [--shape 100x10] [--runs 3] [--mongodb URI]
 */
import { parseArgs } from 'node:util';
import { peakMemory, startHubProcess, temporaryFolder } from '../test/hub-process.ts';
import { type Format, makeDocuments, mediaTypeOf } from './documents.ts';

const { values } = parseArgs({
  options: {
    format: { type: 'string', default: 'xml-1.2' },
    megabytes: { type: 'string', default: '28' },
    shape: { type: 'string', default: '100x10' },
    runs: { type: 'string', default: '3' },
    mongodb: { type: 'string' },
  },
});
const format = values.format as Format;
const [events = 100, epcs = 10] = values.shape.split('x').map(Number);

for (let run = 1; run <= Number(values.runs); run++) {
  const data = temporaryFolder('epcis-bench-');
  const env = values.mongodb
    ? { MONGODB_URI: values.mongodb, EPCIS_MONGODB_DATABASE: `epcis_bench_large_${process.pid}_${run}` }
    : {};
  const hub = await startHubProcess({ data: data.folder, env });
  try {
    const begun = performance.now();
    const body = ReadableStream.from(largeDocument(String.fromCharCode(64 + run), Number(values.megabytes) * 1e6));
    const answer = await hub.ask('/capture', {
      method: 'POST',
      body,
      headers: { 'Content-Type': mediaTypeOf(format) },
      duplex: 'half',
    } as RequestInit);
    const accepted = performance.now();
    if (answer.status !== 202) throw new Error(await answer.text());
    const path = new URL(answer.headers.get('location') ?? '', hub.url).pathname;
    let job = await hub.job(path);
    while (job.running) job = await hub.job(path);
    const seconds = (performance.now() - begun) / 1000;
    if (!job.success) throw new Error(JSON.stringify(job).slice(0, 500));
    console.log(
      JSON.stringify({
        bench: 'large-document',
        store: values.mongodb ? 'mongodb' : 'sqlite',
        format,
        megabytes: Number(values.megabytes),
        shape: values.shape,
        run,
        acceptedAfter: Math.round(accepted - begun) / 1000,
        seconds: Math.round(seconds * 100) / 100,
        peakMemoryMB: Math.round(peakMemory(hub.pid)),
      }),
    );
  } finally {
    await hub.kill();
    data.remove();
  }
}

/** Small documents melted into one: the first one's head, everybody's events, the last one's tail. */
function* largeDocument(run: string, bytes: number): Generator<Uint8Array> {
  const next = makeDocuments(format, { events, epcs }, run);
  const [open, close, comma] = format === 'json-2.0' ? ['"eventList":[', ']}}', ','] : ['<EventList>', '</EventList>', ''];
  let sent = 0;
  let tail = '';
  for (let first = true; sent < bytes; first = false) {
    const document = next();
    const [from, to] = [document.indexOf(open) + open.length, document.lastIndexOf(close)];
    const piece = Buffer.from(first ? document.slice(0, to) : comma + document.slice(from, to));
    tail = document.slice(to);
    sent += piece.byteLength;
    yield piece;
  }
  yield Buffer.from(tail);
}
