import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import type { Repository } from '../../server/ports/repository.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { type Lists, makeLists } from '../../server/search/lists.ts';
import { makePageTokens, type PageTokens } from '../../server/search/page-tokens.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';
import { anObjectEvent, aWord, stored } from '../build/event.ts';

const reader = { name: 'reader', roles: ['query'] } as const;
const isProblem = (code: string) => (error: unknown) => error instanceof HubProblem && error.code === code;
const event = (n: number, more: Parameters<typeof anObjectEvent>[0] = {}) =>
  anObjectEvent({
    eventID: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: `2025-03-03T12:00:${String(n % 60).padStart(2, '0')}.000Z`,
    ...more,
  });

let repository: Repository;
let lists: Lists;
let pageTokens: PageTokens;

beforeEach(async () => {
  const clock = () => Date.UTC(2026, 0, 1);
  repository = await openSqliteRepository({ folder: ':memory:', clock });
  const tokenKey = Buffer.alloc(32, 7);
  pageTokens = makePageTokens({ tokens: repository.tokens, clock, tokenKey });
  lists = makeLists({ events: repository.events, clock, tokenKey, pageTokens });
});
afterEach(() => repository.close());

async function begin(events: readonly EpcisEvent[]) {
  const write = await repository.events.beginWrite('test', 60_000, 'stream');
  const captureID = `job-${write.number}`;
  await repository.events.append(
    write,
    events.map((one, index) => stored(one, { captureID, index, recordTime: write.recordTime })),
  );
  return write;
}
const keep = async (events: readonly EpcisEvent[]) => repository.events.commitWrite(await begin(events));

describe('lists', () => {
  async function all(read: (pageToken: string | undefined) => ReturnType<Lists['epcs']>, between?: () => Promise<void>) {
    const pages: (readonly string[])[] = [];
    for (let pageToken: string | undefined; ; ) {
      const { items, next } = await read(pageToken);
      pages.push(items);
      if (!next) return pages;
      pageToken = next.token;
      await between?.();
    }
  }
  const request = (perPage: number, pageToken: string | undefined) => ({
    perPage,
    ...(pageToken !== undefined && { pageToken }),
  });
  const epc = (n: number) => `urn:epc:id:sgtin:9521234.012345.${n}`;

  it('name every EPC once, where it was mentioned first, however many events arrive meanwhile', async () => {
    await keep([
      event(1, { epcList: [1, 2, 3, 4, 5].map(epc) }),
      event(2, { epcList: [3, 2].map(epc) }),
      event(3, { epcList: ['https://id.gs1.org/01/09521234123453/21/1', epc(6)] }),
      ...Array.from({ length: 120 }, (_, i) => event(10 + i, { epcList: [epc((i % 6) + 1)] })),
      event(4, { epcList: [7, 1, 8].map(epc) }),
    ]);
    const expected = [1, 2, 3, 4, 5, 6, 7, 8].map(epc);
    for (const perPage of [1, 2, 3, 5, 8, 30]) {
      let arrived = 0;
      const more = () => keep([event(1000 * perPage + arrived, { epcList: [epc(100 * perPage + arrived++)] })]);
      const snapshot = await all((token) => lists.epcs(reader, request(perPage, token)), more);
      const mine = snapshot.flat().filter((text) => expected.includes(text));
      assert.deepEqual(mine, expected, `${perPage} a page`);
      assert.equal(new Set(snapshot.flat()).size, snapshot.flat().length);
      assert.ok(snapshot.every(({ length }) => length <= perPage));
    }
  });

  it('hold the words of the standard, and those that events have', async () => {
    const own = (n: number) => `https://ex.example/step/${n}`;
    await keep([1, 2, 3, 4, 5].map((n) => event(n, { bizStep: aWord(own(n)) })));
    const open = await begin([event(6, { bizStep: aWord(own(6)) })]);
    for (const perPage of [1, 7, 200]) {
      const found = (await all((token) => lists.values(reader, 'bizStep', request(perPage, token)))).flat();
      assert.ok(found.includes('shipping'));
      assert.deepEqual(
        found.filter((text) => text.startsWith('https:')),
        [1, 2, 3, 4, 5].map(own),
      );
      assert.equal(new Set(found).size, found.length);
    }
    await repository.events.commitWrite(open);
    const found = (await all((token) => lists.values(reader, 'bizStep', request(10, token)))).flat();
    assert.ok(found.includes(own(6)));
  });

  it('say nothing of what was taken back', async () => {
    const open = await begin([event(1, { readPoint: 'urn:x:gate:1' }), event(2, { readPoint: 'urn:x:gate:2' })]);
    await repository.events.abandonWrite(open.number, 'mine');
    await keep([event(3, { readPoint: 'urn:x:gate:2' })]);
    assert.deepEqual((await lists.values(reader, 'readPoint', { perPage: 30 })).items, ['urn:x:gate:2']);
  });

  it('refuse a token of another list, of another reader, and one that was deleted', async () => {
    await keep([1, 2, 3].map((n) => event(n, { readPoint: `urn:x:gate:${n}`, epcList: [epc(n)] })));
    const { next } = await lists.values(reader, 'readPoint', { perPage: 1 });
    assert.ok(next);
    const pageToken = next.token;
    await assert.rejects(lists.values(reader, 'bizLocation', { perPage: 1, pageToken }), isProblem('page-token-invalid'));
    await assert.rejects(lists.epcs(reader, { perPage: 1, pageToken }), isProblem('page-token-invalid'));
    await assert.rejects(
      lists.values({ ...reader, name: 'other' }, 'readPoint', { perPage: 1, pageToken }),
      isProblem('page-token-invalid'),
    );
    assert.deepEqual((await lists.values(reader, 'readPoint', { perPage: 1, pageToken })).items, ['urn:x:gate:2']);
    await pageTokens.revoke(pageToken);
    await assert.rejects(lists.values(reader, 'readPoint', { perPage: 1, pageToken }), isProblem('page-token-invalid'));
    await assert.rejects(pageTokens.revoke('nobody-gave-this'), isProblem('page-token-invalid'));
  });
});
