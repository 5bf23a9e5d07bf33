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

type When = { readonly asOf?: number; readonly knownAt?: number };

async function checkAnswer(
  store: EventStore,
  all: readonly StoredEvent[],
  identifier: string,
  when: When,
  now: number,
): Promise<void> {
  const expected = custody(all, identifier, { now, ...when });
  const request = Object.fromEntries(Object.entries(when).map(([name, ms]) => [name, new Date(ms).toISOString()]));
  const answer = await traceCustody({ events: store, clock: () => now }, principal, { identifier, ...request }).catch(
    (error: unknown) => error,
  );
  if (answer instanceof Error) {
    assert.match(answer.message, /^identifier-unknown/, identifier);
    assert.deepEqual([expected.events, expected.findings], [[], []], identifier);
  } else assert.deepEqual(answer, expected, identifier);
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anHour = fc.integer({ min: 0, max: HOURS }).map((hour) => Date.parse('2025-03-03T00:00:00.000Z') + hour * 3_600_000);

describe('the walk outward from an identifier', () => {
  it('answers as the chain over all events does, now, as of any time and as known at any time', async () => {
    const property = fc.asyncProperty(
      aLife('orderly'),
      maybe(anHour),
      maybe(fc.nat({ max: 16 })),
      async ({ events }, asOf, known) => {
        let now = NOW;
        const repository = await openSqliteRepository({ folder: ':memory:', clock: () => now });
        const all = await recordAll(repository.events, events, () => {
          now += 1000;
        });
        const when = { ...(asOf !== undefined && { asOf }), ...(known !== undefined && { knownAt: NOW + known * 1000 }) };
        for (const identifier of [...objects, lot]) await checkAnswer(repository.events, all, identifier, when, now);
        await repository.close();
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});
