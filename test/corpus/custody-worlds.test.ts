/**
 * Simulated supply chains that know their own truth: captured in a shuffled order, in mixed versions and notations, one
 * document twice; every object is asked for now, as of random instants, and as known before a late correction.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { DecodeOptions } from '../../server/codec/decoded.ts';
import { decodeJson } from '../../server/codec/json/decode.ts';
import { decodeXml } from '../../server/codec/xml/decode.ts';
import type { CustodyAnswer, Segment } from '../../server/custody/answer.ts';
import { traceCustody } from '../../server/custody/trace.ts';
import { identify } from '../../server/epcis/identity.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { EventStore } from '../../server/ports/event-store.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';

type WorldDocument = { readonly name: string; readonly contentType: string; readonly body: string };
type WorldSegment = Pick<Segment, 'state' | 'holder' | 'sender' | 'receiver' | 'reason' | 'from' | 'to'>;
type Check = {
  readonly identifier: string;
  readonly ask: string;
  readonly asOf: string | null;
  readonly phase: 'final' | 'before-correction';
  readonly expect: {
    readonly status: string;
    readonly chain: readonly WorldSegment[];
    readonly parents?: readonly string[];
    readonly children?: readonly string[];
    readonly findings?: readonly string[];
  };
};
type World = {
  readonly documents: { readonly main: readonly WorldDocument[]; readonly late: readonly WorldDocument[] };
  readonly truth: readonly Check[];
};
type WorldModule = {
  readonly TROUBLES: readonly string[];
  readonly makeWorld: (options: { readonly seed: number; readonly lots: number }) => World;
};

const corpus = process.env['EPCIS_CORPUS'] ?? '';
const file = corpus === '' ? '' : join(corpus, '..', 'yardstick', 'world.mjs');
const skip = file !== '' && existsSync(file) ? false : 'EPCIS_CORPUS names no corpus with simulated worlds beside it';
const [first = 1, last = 5] = (process.env['EPCIS_TEST_WORLDS'] ?? '1-5').split('-').map(Number);

const principal = { name: 'tester', roles: ['query'] } as const;
const MONTH = 30 * 24 * 3_600_000;

describe('custody in simulated worlds', { skip }, async () => {
  if (skip !== false) return;
  const { makeWorld, TROUBLES } = (await import(pathToFileURL(file).href)) as WorldModule;

  for (let seed = first; seed <= last; seed++) {
    it(`is the truth of world ${seed}`, async () => {
      const { documents, truth } = makeWorld({ seed, lots: 3 });
      let now = Date.parse('2026-06-01T00:00:00.000Z');
      const repository = await openSqliteRepository({ folder: ':memory:', clock: () => now });
      const { events } = repository;
      const ask = async (checks: readonly Check[], knownAt?: string) => {
        for (const check of checks) {
          const request = {
            identifier: check.ask,
            ...(check.asOf !== null && { asOf: check.asOf }),
            ...(knownAt && { knownAt }),
          };
          const answer = await traceCustody({ events, clock: () => now + MONTH }, principal, request);
          assert.deepEqual(told(answer, check, TROUBLES), wanted(check), `${check.ask} ${check.asOf ?? ''} ${check.phase}`);
        }
      };
      const capture = async (list: readonly WorldDocument[]) => {
        for (const document of list) {
          now += 1000;
          await captureInto(events, document, now);
        }
      };
      const beforeCorrection = truth.filter(({ phase }) => phase === 'before-correction');
      await capture(documents.main);
      await ask(beforeCorrection);
      const known = new Date(now + 1).toISOString();
      now += 5000;
      await capture(documents.late);
      await ask(truth.filter(({ phase }) => phase === 'final'));
      await ask(beforeCorrection, known);
      await repository.close();
    });
  }
});

async function captureInto(store: EventStore, document: WorldDocument, now: number): Promise<void> {
  const write = await store.beginWrite('tester', 60_000, 'small');
  const origin = { captureID: captureOf(now), at: {}, recordTime: write.recordTime, deliveredBy: 'tester' };
  const events = (await decoded(document)).map((event, index): StoredEvent => ({ ...event, origin: { ...origin, index } }));
  assert.ok(events.length > 0, document.name);
  const outcomes = await store.append(write, events);
  assert.ok(outcomes.every(({ outcome }) => outcome === 'stored' || outcome === 'exists'));
  await store.commitWrite(write);
}

const captureOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0').slice(-12)}`;

const options: DecodeOptions = { mode: 'strict', limits: { depth: 100, textLength: 1_000_000, eventBytes: 1e7, events: 1e5 } };

async function decoded({ contentType, body }: WorldDocument): Promise<readonly Omit<StoredEvent, 'origin'>[]> {
  const decode = contentType.includes('json') ? decodeJson : decodeXml;
  const bytes = async function* () {
    yield Buffer.from(body);
  };
  const events: Omit<StoredEvent, 'origin'>[] = [];
  for await (const items of decode(bytes(), options)) {
    for (const item of items) {
      if (item.kind !== 'event') continue;
      const { event } = item.decoded;
      assert.ok(event, JSON.stringify(item.decoded.issues));
      events.push({ ...identify(event), event });
    }
  }
  return events;
}

/** What the truth speaks of, in its terms: parties as bare GLNs, findings only where it knows them. */
function told(answer: CustodyAnswer, { asOf, expect }: Check, troubles: readonly string[]) {
  const ids = new Set(answer.findings.map(({ id }) => id).filter((id) => troubles.includes(id)));
  return {
    identifier: answer.identifier,
    status: answer.status,
    chain: answer.chain.map(comparable),
    ...(expect.parents && { parents: answer.containment.parents }),
    ...(expect.children && { children: answer.containment.children.toSorted() }),
    ...(expect.findings && asOf === null && { findings: [...ids].sort() }),
  };
}

function wanted({ identifier, asOf, expect }: Check) {
  const { status, chain, parents, children, findings } = expect;
  return {
    identifier,
    status,
    chain: chain.map(comparable),
    ...(parents && { parents }),
    ...(children && { children: children.toSorted() }),
    ...(findings && asOf === null && { findings }),
  };
}

const comparable = ({ state, holder, sender, receiver, reason, from, to }: WorldSegment): WorldSegment => ({
  state,
  holder: gln(holder),
  sender: gln(sender),
  receiver: gln(receiver),
  reason,
  from,
  to,
});

const gln = (party: string | null): string | null => /\/41[47]\/(\d{13})/.exec(party ?? '')?.[1] ?? party;
