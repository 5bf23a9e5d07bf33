/**
 * The MongoDB store beside the bare driver: the same stored documents, the same indexes, the same guarantees.
 *
 *   node bench/mongo.ts [--only append|history] [--mentions 200000] [--runs 3] [--history 100000,1000000] [--mongodb URI]
 *
 * Prints JSON lines: captured mentions per second of `insertMany` (one batch at a time, and four) and of our writes (one
 * writer, and two as two capture workers would), bytes on disk per mention with the inbox, and the time of one EPC's
 * history. Each figure is the median of its runs, which take turns so that a busy machine is busy for both.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import type { StoredEvent } from '../server/epcis/stored-event.ts';
import type { Repository } from '../server/ports/repository.ts';
import { toDocuments } from '../server/store/mongo/event-document.ts';
import { createCollections } from '../server/store/mongo/indexes.ts';
import { openMongoRepository } from '../server/store/mongo/open.ts';
import { aDestination, anObjectEvent, aSource, aWord, stored } from '../test/build/event.ts';
import { startMongo } from '../test/mongo/server.ts';
import { makeDocuments } from './documents.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    mentions: { type: 'string', default: '200000' },
    runs: { type: 'string', default: '3' },
    history: { type: 'string', default: '100000,1000000' },
    mongodb: { type: 'string' },
  },
});
const mentions = Number(values.mentions);
const runs = Number(values.runs);

/** Events and EPCs of a document, and documents written together: what the capture worker takes at a time. */
type Shape = { readonly events: number; readonly epcs: number; readonly together: number };
const shapes: readonly Shape[] = [
  { events: 100, epcs: 10, together: 20 },
  { events: 5, epcs: 2000, together: 5 },
];

const server = values.mongodb ? undefined : await startMongo();
const uri = values.mongodb ?? server?.uri;
if (uri === undefined) process.exit(1);
const client = new MongoClient(uri, { ignoreUndefined: true, writeConcern: { w: server ? 1 : 'majority', journal: true } });

let serial = 0;
const nameOf = (shape: Shape): string => `${shape.events}x${shape.epcs}`;

/** The events of one document, every EPC used once. */
function eventsOf({ events, epcs }: Shape, recordTime: number): readonly StoredEvent[] {
  const captureID = randomUUID();
  return Array.from({ length: events }, (_, index) => {
    const epcList = Array.from(
      { length: epcs },
      () => `urn:epc:id:sgtin:9521141.012345.A${(++serial).toString(36).padStart(8, '0')}`,
    );
    const event = anObjectEvent({
      epcList,
      eventTime: new Date(1_767_600_000_000 + serial).toISOString(),
      eventID: `urn:uuid:${randomUUID()}`,
      bizStep: 'shipping',
      disposition: 'in_transit',
      readPoint: 'urn:epc:id:sgln:9521141.00001.0',
      bizLocation: 'urn:epc:id:sgln:9521141.00001.0',
      bizTransactionList: [{ type: aWord('desadv'), bizTransaction: 'urn:epcglobal:cbv:bt:9521141000000:D1' }],
      sourceList: [aSource('possessing_party', 'urn:epc:id:sgln:9521141.00000.0')],
      destinationList: [aDestination('possessing_party', 'urn:epc:id:sgln:9521142.00000.0')],
    });
    return stored(event, { captureID, index, recordTime });
  });
}

const documentsOf = (shape: Shape): number => Math.ceil(mentions / shape.events / shape.epcs);

/** Runs work on items, so many at a time. @returns mentions per second */
async function timed<Item>(
  shape: Shape,
  items: readonly Item[],
  atATime: number,
  work: (item: Item) => Promise<void>,
): Promise<number> {
  const rest = [...items];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (let item = rest.pop(); item !== undefined; item = rest.pop()) await work(item);
    }),
  );
  return (documentsOf(shape) * shape.events * shape.epcs * 1000) / (performance.now() - begun);
}

async function bare(shape: Shape, atATime: number): Promise<number> {
  const db = client.db('epcis_bench_bare');
  await db.dropDatabase();
  await createCollections(db);
  const batches = Array.from({ length: documentsOf(shape) }, (_, n) =>
    eventsOf(shape, n).map((event, i) => toDocuments(event, (n + 1) * 2 ** 22 + i).main),
  );
  return timed(shape, batches, atATime, async (batch) => {
    await db.collection('events').insertMany(batch as object[], { ordered: false });
  });
}

async function write({ events }: Repository, given: readonly StoredEvent[]): Promise<void> {
  const begun = await events.beginWrite('bench', 60_000, 'small');
  const outcomes = await events.append(
    begun,
    given.map((event) => ({ ...event, origin: { ...event.origin, recordTime: begun.recordTime } })),
  );
  if (outcomes.some(({ outcome }) => outcome !== 'stored')) throw new Error('an event was not stored');
  await events.commitWrite(begun);
}

async function ours(shape: Shape, atATime: number): Promise<number> {
  await client.db('epcis_bench_ours').dropDatabase();
  const repository = await openMongoRepository({ uri: uri ?? '', database: 'epcis_bench_ours' });
  const documents = Array.from({ length: documentsOf(shape) }, () => eventsOf(shape, 0));
  const batches = Array.from({ length: Math.ceil(documents.length / shape.together) }, (_, i) =>
    documents.slice(i * shape.together, (i + 1) * shape.together).flat(),
  );
  const rate = await timed(shape, batches, atATime, (batch) => write(repository, batch));
  await repository.close();
  return rate;
}

const median = (rates: readonly number[]): number => rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)] ?? Number.NaN;
const say = (line: object): void => console.log(JSON.stringify(line));

async function compare(shape: Shape): Promise<void> {
  const works = {
    bareOne: () => bare(shape, 1),
    bareFour: () => bare(shape, 4),
    oursOne: () => ours(shape, 1),
    oursTwo: () => ours(shape, 2),
  };
  const rates = Object.fromEntries(Object.keys(works).map((name) => [name, [] as number[]]));
  for (let run = 0; run < runs; run++) for (const [name, work] of Object.entries(works)) rates[name]?.push(await work());
  const medians = Object.fromEntries(Object.entries(rates).map(([name, each]) => [name, Math.round(median(each))]));
  const best = (...names: readonly string[]): number => Math.max(...names.map((name) => medians[name] ?? 0));
  say({
    bench: 'mongo',
    work: 'append',
    shape: nameOf(shape),
    mentionsPerSecond: medians,
    ofBare: round(best('oursOne', 'oursTwo') / best('bareOne', 'bareFour')),
  });
}

/** What the events of the latest run take, and the documents they came in. */
async function weigh(shape: Shape): Promise<void> {
  const repository = await openMongoRepository({ uri: uri ?? '', database: 'epcis_bench_ours' });
  const next = makeDocuments('xml-1.2', shape);
  for (let n = 0; n < documentsOf(shape); n++) {
    const bytes = Buffer.from(next());
    await repository.inbox.put(
      {
        captureID: randomUUID(),
        mediaType: 'application/xml',
        deliveredBy: 'bench',
        road: 'rest',
        errorBehaviour: 'rollback',
        headers: {},
        receivedAt: 0,
      },
      (async function* () {
        yield bytes;
      })(),
    );
  }
  await client.db('admin').command({ fsync: 1 });
  const { events_bytes: events = 0, inbox_bytes: inbox = 0 } = await repository.gauges();
  const count = documentsOf(shape) * shape.events * shape.epcs;
  say({
    bench: 'mongo',
    work: 'bytes per mention',
    shape: nameOf(shape),
    events: round(events / count),
    inbox: round(inbox / count),
    total: round((events + inbox) / count),
  });
  await repository.close();
}

/** The history of one EPC, as a client would ask it: a snapshot, and its events. */
async function history(sizes: readonly number[]): Promise<void> {
  const shape: Shape = { events: 100, epcs: 10, together: 20 };
  await client.db('epcis_bench_ours').dropDatabase();
  const repository = await openMongoRepository({ uri: uri ?? '', database: 'epcis_bench_ours' });
  const first = serial + 1;
  for (const size of sizes) {
    while (serial - first < size) {
      const batch = Array.from({ length: shape.together }, () => eventsOf(shape, 0)).flat();
      await write(repository, batch);
    }
    for (const by of ['eventTime', 'recordTime'] as const) {
      const times: number[] = [];
      for (let i = 0; i < 300; i++) {
        const asked = (first + Math.floor(Math.random() * size)).toString(36).padStart(8, '0');
        const key = `01/09521141123454/21/A${asked}`;
        const begun = performance.now();
        const snapshot = await repository.events.snapshot();
        const query = {
          where: [
            {
              parameter: 'MATCH_anyEPC',
              kind: 'epc',
              fields: ['epc', 'parentID', 'inputEPC', 'outputEPC'],
              anyOf: [{ kind: 'key', key }],
            },
          ],
          order: { by, direction: 'ASC' },
        } as const;
        const { events } = await repository.events.find({ query, visibility: [], snapshot, limit: 30 });
        times.push(performance.now() - begun);
        if (events.length !== 1) throw new Error(`${events.length} events of ${key}`);
      }
      const at = (share: number): number =>
        round(times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN);
      say({ bench: 'mongo', work: 'history of one EPC', mentions: size, by, p50ms: at(0.5), p95ms: at(0.95) });
    }
  }
  await repository.close();
}

const round = (value: number): number => Math.round(value * 100) / 100;

const isWanted = (part: 'append' | 'history'): boolean => values.only === undefined || values.only === part;
for (const shape of isWanted('append') ? shapes : []) {
  await compare(shape);
  await weigh(shape);
}
if (isWanted('history')) await history(values.history.split(',').map(Number));
await client.close();
await server?.stop();
