/** What the contracts of a repository work with. */
import assert from 'node:assert/strict';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { Appended, Cursor, EventStore, Snapshot, Write } from '../../server/ports/event-store.ts';
import type { Repository } from '../../server/ports/repository.ts';
import { type EventQuery, everything } from '../../server/query/ast.ts';
import { anObjectEvent, stored } from '../build/event.ts';
import type { Contract, Using } from './contract.ts';

export type RepositorySubject = {
  readonly repository: Repository;
  /** A further connection to the same database. */
  again(): Promise<Repository>;
  /** Closes every connection and removes the database. */
  dispose(): Promise<void>;
};

export type RepositoryFactory = () => Promise<RepositorySubject>;

export type RepositoryContract = Contract<RepositorySubject>;

export const withFresh =
  (factory: RepositoryFactory): Using<RepositorySubject> =>
  async (check) => {
    const subject = await factory();
    try {
      await check(subject);
    } finally {
      await subject.dispose();
    }
  };

/** Longer than any test. */
export const LEASE = 60_000;
export const OWNER = 'elsewhere.example/1/contract';

/** An EPC like no other test's. */
export const epcNumber = (serial: number | string): string => `urn:epc:id:sgtin:9521234.012345.${serial}`;

/** An observation of one EPC: serial, and minutes after noon. */
export const anObservation = (serial: number | string, minutes = 0): EpcisEvent =>
  anObjectEvent({
    epcList: [epcNumber(serial)],
    eventTime: new Date(Date.UTC(2025, 2, 3, 12, minutes)).toISOString(),
  });

/** The events as they would be stored under a write, by one capture job. */
export const under = (write: Write, captureID: string, events: readonly EpcisEvent[], first = 0): readonly StoredEvent[] =>
  events.map((event, i) => stored(event, { captureID, index: first + i, recordTime: write.recordTime }));

/** Adds events that are new, under a write that is open. */
export async function add(store: EventStore, write: Write, captureID: string, events: readonly EpcisEvent[], first = 0) {
  const given = under(write, captureID, events, first);
  const outcomes = await store.append(write, given);
  assert.deepEqual(outcomes, Array<Appended>(events.length).fill({ outcome: 'stored' }));
  return given;
}

let captures = 0;
export const aCaptureID = (): string => `00000000-0000-4000-8000-${String(++captures).padStart(12, '0')}`;

/** Records events in one write of their own. */
export async function record(store: EventStore, events: readonly EpcisEvent[], size: 'small' | 'stream' = 'small') {
  const write = await store.beginWrite(OWNER, LEASE, size);
  const given = await add(store, write, aCaptureID(), events);
  await store.commitWrite(write);
  return { write, stored: given };
}

export type Asked = {
  readonly snapshot?: Snapshot;
  readonly limit?: number;
  readonly visibility?: readonly (readonly string[])[];
};

/** Every event a query finds, page after page. Fails where pages do not come to an end. */
export async function findAll(
  store: EventStore,
  query: EventQuery = everything,
  asked: Asked = {},
): Promise<readonly StoredEvent[]> {
  const { snapshot = await store.snapshot(), limit = 100, visibility = [] } = asked;
  const found: StoredEvent[] = [];
  let after: Cursor | undefined;
  for (let pages = 0; pages < 10_000; pages++) {
    const page = await store.find({ query, visibility, snapshot, limit, ...(after ? { after } : {}) });
    assert.ok(page.events.length <= limit, `${page.events.length} events on a page of ${limit}`);
    found.push(...page.events);
    if (!page.next) return found;
    assert.notDeepEqual(page.next, after, 'the position does not move');
    after = page.next;
  }
  return assert.fail('pages without end');
}

/** What is visible, as keys in the order of recording. */
export const visibleKeys = async (store: EventStore, snapshot?: Snapshot): Promise<readonly string[]> =>
  keysOf(await findAll(store, everything, snapshot ? { snapshot } : {}));

export const keysOf = (events: readonly StoredEvent[]): readonly string[] => events.map(({ key }) => key);

export const isProblem = (code: string) => (error: unknown) =>
  error instanceof Error && error.name === 'HubProblem' && 'code' in error && error.code === code;
