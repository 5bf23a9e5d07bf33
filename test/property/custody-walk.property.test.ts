/** The walk through the repository brings every event that matters: the same answer as over all events. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { custody } from '../../server/custody/custody.ts';
import { traceCustody } from '../../server/custody/trace.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { EventStore } from '../../server/ports/event-store.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';
import { aLife, HOURS, objects } from '../build/arbitrary-custody.ts';
import { lot } from '../build/supply-chain.ts';

const NOW = Date.parse('2025-06-01T00:00:00.000Z');
const principal = { name: 'tester', roles: ['query'] } as const;

/** Every event in a write of its own, one second after another. @returns the events as they were stored */
async function recordAll(store: EventStore, events: readonly StoredEvent[], tick: () => void): Promise<readonly StoredEvent[]> {
  const stored: StoredEvent[] = [];
  for (const event of events) {
    tick();
    const write = await store.beginWrite('tester', 60_000, 'small');
    const given = { ...event, origin: { ...event.origin, recordTime: write.recordTime } };
    assert.deepEqual(await store.append(write, [given]), [{ outcome: 'stored' }]);
    await store.commitWrite(write);
    stored.push(given);
  }
  return stored;
}

const aTime = fc.option(
  fc.integer({ min: 0, max: HOURS }).map((hour) => Date.parse('2025-03-03T00:00:00.000Z') + hour * 3_600_000),
  { nil: undefined },
);

describe('the walk outward from an identifier', () => {
  it('answers as the chain over all events does, now, as of any time and as known at any time', async () => {
    await fc.assert(
      fc.asyncProperty(
        aLife('orderly'),
        aTime,
        fc.option(fc.nat({ max: 16 }), { nil: undefined }),
        async ({ events }, asOf, known) => {
          let now = NOW;
          const repository = await openSqliteRepository({ folder: ':memory:', clock: () => now });
          try {
            const all = await recordAll(repository.events, events, () => {
              now += 1000;
            });
            const knownAt = known === undefined ? undefined : NOW + known * 1000;
            const deps = { events: repository.events, clock: () => now };
            for (const identifier of [...objects, lot]) {
              const context = { now, ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) };
              const expected = custody(all, identifier, context);
              const request = {
                identifier,
                ...(asOf !== undefined && { asOf: new Date(asOf).toISOString() }),
                ...(knownAt !== undefined && { knownAt: new Date(knownAt).toISOString() }),
              };
              const answer = await traceCustody(deps, principal, request).catch((error: unknown) => error);
              if (answer instanceof Error) assert.match(answer.message, /^identifier-unknown/, identifier);
              else assert.deepEqual(answer, expected, identifier);
              if (answer instanceof Error) assert.deepEqual([expected.events, expected.findings], [[], []], identifier);
            }
          } finally {
            await repository.close();
          }
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    );
  });
});
