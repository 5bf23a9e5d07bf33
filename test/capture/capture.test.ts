/** Capture over the embedded store: duplicates, conflicts, both error behaviours, and workers that die at the wrong moment. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeDocuments } from '../../bench/documents.ts';
import { makeAccept } from '../../server/capture/accept.ts';
import { captureBatch } from '../../server/capture/capture-batch.ts';
import { captureStream } from '../../server/capture/capture-stream.ts';
import { makeCaptureJobs } from '../../server/capture/jobs.ts';
import { runCaptureWorker } from '../../server/capture/worker.ts';
import type { WorkerDeps } from '../../server/capture/worker-deps.ts';
import type { CaptureErrorBehaviour, CaptureResult, InboxMessage } from '../../server/ports/inbox.ts';
import type { Repository } from '../../server/ports/repository.ts';
import { everything } from '../../server/query/ast.ts';
import { systemClock, systemIds } from '../../server/runtime/clock.ts';
import { hubEvents, openLog } from '../../server/runtime/log.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';

const principal = { name: 'tester', roles: ['capture'] } as const;
const limits = { fileSize: 100_000_000, events: 100_000, eventSize: 10_000_000 };
const silent = hubEvents(openLog('silent'));

type Bench = {
  readonly repository: Repository;
  readonly deps: WorkerDeps;
  accept(body: string, behaviour?: CaptureErrorBehaviour, type?: string): Promise<InboxMessage>;
  /** Captures all that waits. */
  work(deps?: Partial<WorkerDeps>): Promise<void>;
  result(message: InboxMessage): Promise<CaptureResult>;
  stored(): Promise<number>;
};

async function withBench(work: (bench: Bench) => Promise<void>): Promise<void> {
  // Whoever waits passes the time: backoff costs none.
  let ahead = 0;
  const clock = (): number => Date.now() + ahead;
  const repository = await openSqliteRepository({ folder: ':memory:', clock });
  const deps: WorkerDeps = {
    inbox: repository.inbox,
    events: repository.events,
    clock,
    limits,
    hubEvents: silent,
    owner: `here/${process.pid}/1`,
    leaseMs: 5000,
    onFinished: () => undefined,
  };
  const accept = makeAccept({
    inbox: repository.inbox,
    clock: systemClock,
    ids: systemIds,
    limits,
    hubEvents: silent,
    wake: () => undefined,
  });
  try {
    await work({
      repository,
      deps,
      accept: (body, errorBehaviour = 'rollback', contentType = 'application/json') =>
        accept(principal, { contentType, road: 'rest', errorBehaviour, headers: {}, bytes: once(body) }),
      work: async (changed = {}) => {
        const stop = new AbortController();
        const wait = async (): Promise<void> => {
          if ((await repository.inbox.waiting()) === 0) stop.abort();
          else ahead += 30_000;
        };
        await runCaptureWorker({ ...deps, ...changed }, { wait }, stop.signal);
      },
      result: async (message) => {
        const found = await repository.inbox.get(message.captureID);
        assert.ok(found?.result, 'the job is not finished');
        return found.result;
      },
      stored: async () =>
        repository.events.count({ query: everything, visibility: [], snapshot: await repository.events.snapshot() }, 1_000_000),
    });
  } finally {
    await repository.close();
  }
}

async function* once(body: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(body);
}

const maker = (events: number, run = 'A') => makeDocuments('json-2.0', { events, epcs: 2 }, run);

/** The document with one event changed. */
const changed = (body: string, index: number, change: Record<string, unknown>): string => {
  const document = JSON.parse(body);
  Object.assign(document.epcisBody.eventList[index], change);
  return JSON.stringify(document);
};

describe('capture', () => {
  it('stores every event once and says how many', () =>
    withBench(async ({ accept, work, result, stored }) => {
      const message = await accept(maker(3)());
      await work();
      const { success, stored: count, known, refused, errors } = await result(message);
      assert.deepEqual({ success, count, known, refused, errors }, { success: true, count: 3, known: 0, refused: 0, errors: [] });
      assert.equal(await stored(), 3);
    }));

  it('counts a document that comes again as known, whether before, after or beside the first', () =>
    withBench(async ({ accept, work, result, stored }) => {
      const body = maker(4)();
      const messages = [await accept(body), await accept(body)];
      await work();
      messages.push(await accept(body));
      await work();
      const results = await Promise.all(messages.map(result));
      assert.deepEqual(results.map(({ stored: count, known }) => [count, known]).sort(), [
        [0, 4],
        [0, 4],
        [4, 0],
      ]);
      assert.ok(results.every(({ success }) => success));
      assert.equal(await stored(), 4);
    }));

  it('takes an event without eventID that comes again, in another notation, for the same', () =>
    withBench(async ({ accept, work, result, stored }) => {
      const body = changed(maker(1)(), 0, { eventID: undefined, epcList: ['urn:epc:id:sgtin:9521141.012345.X1'] });
      const again = changed(body, 0, { epcList: ['https://id.gs1.org/01/09521141123454/21/X1'] });
      const first = await accept(body);
      await work();
      const second = await accept(again);
      await work();
      assert.equal((await result(first)).stored, 1);
      assert.equal((await result(second)).known, 1);
      assert.equal(await stored(), 1);
    }));

  it('tells the sender of another event under a taken eventID, and keeps the first as it was', () =>
    withBench(async ({ repository, accept, work, result, stored }) => {
      const body = maker(2)();
      await accept(body);
      await work();
      const other = await accept(changed(body, 1, { disposition: 'damaged' }));
      await work();
      const { success, errors, stored: count } = await result(other);
      assert.equal(success, false);
      assert.equal(count, 0);
      assert.equal(errors[0]?.type, 'ResourceAlreadyExistsException');
      assert.equal(errors[0]?.event, 1);
      assert.equal(await stored(), 2);
      const page = await repository.events.find({
        query: everything,
        visibility: [],
        snapshot: await repository.events.snapshot(),
        limit: 10,
      });
      assert.ok(page.events.every(({ event }) => event.disposition?.word === 'in_transit'));
    }));

  for (const [behaviour, expected] of [
    ['rollback', 3],
    ['proceed', 5],
  ] as const) {
    it(`under ${behaviour}, keeps ${behaviour === 'rollback' ? 'nothing' : 'the other events'} of a document with a conflict`, () =>
      withBench(async ({ accept, work, result, stored }) => {
        const first = maker(3)();
        await accept(first);
        await work();
        const document = JSON.parse(maker(3, 'B')());
        document.epcisBody.eventList[1].eventID = JSON.parse(first).epcisBody.eventList[0].eventID;
        const message = await accept(JSON.stringify(document), behaviour);
        await work();
        const { success, stored: count, refused } = await result(message);
        assert.equal(success, false);
        assert.equal(count, expected - 3);
        assert.equal(refused, behaviour === 'rollback' ? 3 : 1);
        assert.equal(await stored(), expected);
      }));
  }

  it('keeps an error declaration beside its original', () =>
    withBench(async ({ accept, work, result, stored }) => {
      const body = maker(1)();
      const declaration = { declarationTime: '2026-02-01T00:00:00Z', reason: 'did_not_occur' };
      const messages = [];
      for (const text of [
        body,
        changed(body, 0, { errorDeclaration: declaration }),
        changed(body, 0, { errorDeclaration: declaration }),
      ]) {
        messages.push(await accept(text));
        await work();
      }
      const results = await Promise.all(messages.map(result));
      assert.deepEqual(
        results.map(({ stored: count, known }) => [count, known]),
        [
          [1, 0],
          [1, 0],
          [0, 1],
        ],
      );
      assert.equal(await stored(), 2);
    }));

  it('finishes with the same result when the worker died after the write and before booking it', () =>
    withBench(async ({ repository, deps, accept, work, result, stored }) => {
      const message = await accept(maker(5)());
      const claims = await repository.inbox.claim('gone/1/1', 1, 10, 1e9);
      const finish = async (): Promise<never> => {
        throw new Error('the power went');
      };
      await assert.rejects(captureBatch({ ...deps, inbox: { ...repository.inbox, finish } }, claims), /the power went/);
      assert.equal(await stored(), 5);
      await new Promise((resolve) => setTimeout(resolve, 5)); // the lease of 1 ms is over
      await work();
      const { success, stored: count, known } = await result(message);
      assert.deepEqual({ success, count, known }, { success: true, count: 5, known: 0 });
      assert.equal(await stored(), 5);
    }));

  it('shows nothing of a large document whose worker died in the middle, and all of it after the next', () =>
    withBench(async ({ repository, deps, accept, work, result, stored }) => {
      const message = await accept(maker(2000)());
      const [claim] = await repository.inbox.claim('gone/1/1', 1, 1, 1e9);
      assert.ok(claim);
      let pieces = 0;
      const append: typeof deps.events.append = async (write, events) => {
        if (++pieces === 3) throw new Error('the power went');
        return deps.events.append(write, events);
      };
      const abandonWrite = async (): Promise<boolean> => false; // a dead worker tidies nothing up
      const dying = { ...deps, events: { ...deps.events, append, abandonWrite }, leaseMs: 1 };
      await assert.rejects(captureStream(dying, claim), /the power went/);
      assert.equal(await stored(), 0);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await work();
      assert.equal((await result(message)).stored, 2000);
      assert.equal(await stored(), 2000);
    }));

  it('gives up on a document that fails for a reason of its own after a number of attempts, and keeps its bytes', () =>
    withBench(async ({ repository, deps, accept, result, work }) => {
      const body = maker(1)();
      const message = await accept(body);
      const beginWrite = async (): Promise<never> => {
        throw new Error('a bug');
      };
      await work({ events: { ...deps.events, beginWrite } });
      const { success, errors } = await result(message);
      assert.equal(success, false);
      assert.equal(errors[0]?.type, 'ImplementationException');
      const kept = [];
      for await (const chunk of repository.inbox.read(message.captureID)) kept.push(chunk);
      assert.equal(Buffer.concat(kept).toString(), body);
    }));
});

describe('the door', () => {
  const refused = async (work: Promise<unknown>, code: string, says: RegExp): Promise<void> => {
    await assert.rejects(work, (error) => {
      assert.ok(error instanceof HubProblem, String(error));
      assert.equal(error.code, code);
      assert.match(error.detail, says);
      return true;
    });
  };

  it('refuses what it cannot read, and keeps nothing of it', () =>
    withBench(async ({ repository, accept }) => {
      await refused(accept('{"type":', 'rollback'), 'document-invalid', /line 1/);
      await refused(accept('', 'rollback'), 'document-invalid', /empty/);
      await refused(accept('a,b', 'rollback', 'text/csv'), 'media-type-unsupported', /text\/csv/);
      await refused(accept(changed(maker(1)(), 0, { action: 'CHANGE' })), 'document-invalid', /CHANGE/);
      assert.deepEqual(await repository.inbox.list(10), []);
    }));

  it('waits for a job to be finished, and no longer', () =>
    withBench(async ({ repository, accept, work }) => {
      const message = await accept(maker(1)());
      const jobs = makeCaptureJobs({
        inbox: repository.inbox,
        clock: systemClock,
        whenFinished: (_id, ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      });
      assert.equal((await jobs.finished(principal, message.captureID, 30)).running, true);
      const finished = jobs.finished(principal, message.captureID, 5000);
      await work();
      assert.equal((await finished).running, false);
      await refused(jobs.get(principal, 'none'), 'capture-unknown', /none/);
    }));
});
