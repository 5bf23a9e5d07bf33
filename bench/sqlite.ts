/**
 * The embedded store by itself, without HTTP and without reading documents.
 *
 *   node bench/sqlite.ts [--only PART]      parts: terms, capture, lookups, inbox
 *
 * Prints one JSON line per figure, medians of 3. Every store is made anew in a temporary folder and closed before its
 * bytes are counted.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { EpcisEvent } from '../server/epcis/event.ts';
import { identifierKey } from '../server/epcis/identifier/key.ts';
import { identify } from '../server/epcis/identity.ts';
import type { StoredEvent } from '../server/epcis/stored-event.ts';
import type { EventStore } from '../server/ports/event-store.ts';
import type { Inbox } from '../server/ports/inbox.ts';
import type { Repository } from '../server/ports/repository.ts';
import type { EventQuery } from '../server/query/ast.ts';
import { termKeysOf } from '../server/query/term-keys.ts';
import { openConnection } from '../server/store/sqlite/connection.ts';
import { toBody } from '../server/store/sqlite/event-body.ts';
import { migrate } from '../server/store/sqlite/migrate.ts';
import { openSqliteRepository } from '../server/store/sqlite/open.ts';
import { openThreadedSqliteRepository } from '../server/store/sqlite/threaded.ts';
import { aDestination, anObjectEvent, aSource } from '../test/build/event.ts';
import { makeDocuments } from './documents.ts';

type Shape = { readonly events: number; readonly epcs: number };

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const start = Date.parse('2026-01-05T06:00:00.000Z');
const epc = (serial: number): string => `urn:epc:id:sgtin:9521141.012345.A${serial.toString(36).padStart(8, '0')}`;

const parts: Readonly<Record<string, () => Promise<void>>> = { terms, capture, lookups, inbox };
for (const [name, part] of Object.entries(parts)) if (values.only === undefined || values.only === name) await part();

/** The fastest this table can be filled: rows made before, nothing else written. */
async function terms(): Promise<void> {
  const documents = makeEvents({ events: 5, epcs: 2000 }, 100);
  const rows = documents.map((document) =>
    document.map((event) => ({ time: event.event.eventTime.ms, keys: termKeysOf(event) })),
  );
  const count = rows.flat().reduce((sum, { keys }) => sum + keys.length, 0);
  await report('term rows, bare', { rows: count }, async (folder) => {
    return rates('rows', count, await bareInserts(folder, documents, 'terms only'));
  });
}

/** Events as the capture worker writes them, against the same rows made before and inserted by themselves. */
async function capture(): Promise<void> {
  for (const [shape, documents] of [
    [{ events: 5, epcs: 2000 }, 60],
    [{ events: 100, epcs: 10 }, 200],
  ] as const) {
    const events = makeEvents(shape, documents);
    const mentions = documents * shape.events * shape.epcs;
    for (const together of [1, 8]) {
      await report('capture', { ...shape, documents, documentsPerWrite: together, mentions }, async (folder) => {
        const bare = await bareInserts(join(folder, 'bare'), events, 'all rows');
        const repository = await openSqliteRepository({ folder });
        const make = makeDocuments('xml-2.0', shape);
        for (let i = 0; i < documents; i++) await putText(repository.inbox, `${i}`, make());
        const time = await timed(() => recordAll(repository.events, events, together));
        await repository.close();
        return {
          ...rates('mentions', mentions, time),
          ofBareInserts: round(bare.cpuSeconds / time.cpuSeconds),
          bytesPerMention: round(bytesIn(folder) / mentions),
        };
      });
    }
  }
}

/** The history of one EPC, asked in the calling thread and across threads. */
async function lookups(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'epcis-bench-'));
  const direct = await openSqliteRepository({ folder });
  const threaded = await openThreadedSqliteRepository({ folder });
  let mentions = 0;
  for (const size of [100_000, 1_000_000]) {
    const documents = makeEvents({ events: 5, epcs: 2000 }, (size - mentions) / 10_000, mentions);
    await recordAll(direct.events, documents, 1);
    mentions = size;
    for (const [how, repository] of Object.entries({ direct, threaded })) {
      console.log(
        JSON.stringify({ bench: 'sqlite', what: 'history of one EPC', how, mentions, ...(await ask(repository, mentions)) }),
      );
    }
  }
  await threaded.close();
  await direct.close();
  rmSync(folder, { recursive: true });
}

/** Small messages from many clients at once. */
async function inbox(): Promise<void> {
  const count = 1000;
  const text = makeDocuments('json-2.0', { events: 1, epcs: 10 })();
  await report('messages of 20 clients', { bytes: text.length }, async (folder) => {
    const repository = await openThreadedSqliteRepository({ folder });
    let next = 0;
    const client = async (): Promise<void> => {
      while (next < count) await putText(repository.inbox, `${next++}`, text);
    };
    const time = await timed(async () => {
      await Promise.all(Array.from({ length: 20 }, client));
    });
    await repository.close();
    return rates('messages', count, time);
  });
}

/** Documents of shipments, every EPC used once. */
function makeEvents(shape: Shape, documents: number, firstSerial = 0): readonly (readonly StoredEvent[])[] {
  let serial = firstSerial;
  return Array.from({ length: documents }, (_, document) =>
    Array.from({ length: shape.events }, (_, index): StoredEvent => {
      const event: EpcisEvent = anObjectEvent({
        epcList: Array.from({ length: shape.epcs }, () => epc(serial++)),
        eventTime: new Date(start + serial * 10).toISOString(),
        bizStep: 'shipping',
        disposition: 'in_transit',
        readPoint: 'urn:epc:id:sgln:9521141.00001.0',
        bizLocation: 'urn:epc:id:sgln:9521141.00001.0',
        sourceList: [aSource('possessing_party', 'urn:epc:id:sgln:9521141.00000.0')],
        destinationList: [aDestination('possessing_party', 'urn:epc:id:sgln:9521142.00000.0')],
        eventID: `urn:uuid:${firstSerial.toString(16).padStart(8, '0')}-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`,
      });
      const origin = { captureID: `capture-${firstSerial}-${document}`, index, at: {}, recordTime: 0, deliveredBy: 'bench' };
      return { ...identify(event), event, origin };
    }),
  );
}

async function recordAll(events: EventStore, documents: readonly (readonly StoredEvent[])[], together: number): Promise<void> {
  for (let i = 0; i < documents.length; i += together) {
    const write = await events.beginWrite('bench', 60_000, 'small');
    const outcomes = await events.append(write, documents.slice(i, i + together).flat());
    if (outcomes.some(({ outcome }) => outcome !== 'stored')) throw new Error('an event was not stored');
    await events.commitWrite(write);
  }
}

/** The rows of the documents, made before the clock starts; one transaction a document. */
async function bareInserts(
  folder: string,
  documents: readonly (readonly StoredEvent[])[],
  what: 'terms only' | 'all rows',
): Promise<Time> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'bare.sqlite');
  const connection = await openConnection({ file, cacheKiB: 32_768, checkpointPages: 4000 });
  await migrate(connection, 'events', Date.now);
  await connection.close();
  const rows = documents.map((document) =>
    document.map((stored) => ({
      time: stored.event.eventTime.ms,
      key: Buffer.from(stored.key, 'hex'),
      body: what === 'all rows' ? toBody(stored) : '',
      keys: termKeysOf(stored),
    })),
  );
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000',
  );
  const insertTerm = database.prepare('INSERT INTO term (run, term, time, sequence) VALUES (?, ?, ?, ?)');
  const insertEvent = database.prepare('INSERT INTO event (sequence, key, time, run) VALUES (?, ?, ?, ?)');
  const insertBody = database.prepare('INSERT INTO body (sequence, body) VALUES (?, ?)');
  let sequence = 0;
  const time = await timed(async () => {
    for (const document of rows) {
      database.exec('BEGIN IMMEDIATE');
      for (const { time, key, body, keys } of document) {
        sequence += 1;
        // One run after the other, as the store makes them.
        const run = 1 + Math.floor((sequence * keys.length) / 131_072);
        if (what === 'all rows') {
          insertEvent.run(sequence, key, time, run);
          insertBody.run(sequence, body);
        }
        for (const term of keys) insertTerm.run(run, term, time, sequence);
      }
      database.exec('COMMIT');
    }
  });
  database.close();
  rmSync(folder, { recursive: true });
  mkdirSync(folder, { recursive: true });
  return time;
}

async function ask({ events }: Repository, mentions: number): Promise<object> {
  const times: number[] = [];
  for (let i = -20; i < 300; i++) {
    const key = identifierKey(epc(Math.floor(Math.random() * mentions)));
    const query: EventQuery = {
      where: [
        {
          parameter: 'MATCH_anyEPC',
          kind: 'epc',
          fields: ['epc', 'parentID', 'inputEPC', 'outputEPC'],
          anyOf: [{ kind: 'key', key }],
        },
      ],
    };
    const begun = performance.now();
    const page = await events.find({ query, visibility: [], snapshot: await events.snapshot(), limit: 30 });
    if (i >= 0) times.push(performance.now() - begun);
    if (page.events.length !== 1) throw new Error(`${page.events.length} events mention ${key}`);
  }
  times.sort((a, b) => a - b);
  return { p50: round(times[Math.floor(times.length / 2)] ?? 0), p95: round(times[Math.floor(times.length * 0.95)] ?? 0) };
}

function putText(inbox: Inbox, captureID: string, text: string) {
  return inbox.put(
    {
      captureID,
      mediaType: 'application/xml',
      deliveredBy: 'bench',
      road: 'rest',
      errorBehaviour: 'rollback',
      headers: {},
      receivedAt: 0,
    },
    (async function* () {
      yield Buffer.from(text);
    })(),
  );
}

type Time = { readonly seconds: number; readonly cpuSeconds: number };

/** Of the processor as well: on a machine that others use, only that can be compared. */
async function timed(work: () => Promise<void>): Promise<Time> {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/** Runs three times, each over an empty folder, and prints the median of every figure. */
async function report(
  what: string,
  about: object,
  run: (folder: string) => Promise<Readonly<Record<string, number>>>,
): Promise<void> {
  const results: Readonly<Record<string, number>>[] = [];
  for (let i = 0; i < 3; i++) {
    const folder = mkdtempSync(join(tmpdir(), 'epcis-bench-'));
    results.push(await run(folder));
    rmSync(folder, { recursive: true });
  }
  const names = Object.keys(results[0] ?? {});
  const median = (name: string): number => results.map((result) => result[name] ?? 0).sort((a, b) => a - b)[1] ?? 0;
  console.log(
    JSON.stringify({ bench: 'sqlite', what, ...about, ...Object.fromEntries(names.map((name) => [name, median(name)])) }),
  );
}

function rates(what: string, count: number, { seconds, cpuSeconds }: Time): Readonly<Record<string, number>> {
  return { [`${what}PerSecond`]: Math.round(count / seconds), [`${what}PerCpuSecond`]: Math.round(count / cpuSeconds) };
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    const found = statSync(join(folder, name));
    return sum + (found.isFile() ? found.size : 0);
  }, 0);
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}
