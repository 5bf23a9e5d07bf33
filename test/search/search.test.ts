import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { VocabularyElement } from '../../server/epcis/document.ts';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import type { Repository } from '../../server/ports/repository.ts';
import { everything } from '../../server/query/ast.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { allEvents } from '../../server/search/all-events.ts';
import { makePageTokens } from '../../server/search/page-tokens.ts';
import { makeSearch, type Search, type SearchRequest } from '../../server/search/search.ts';
import { openSqliteRepository } from '../../server/store/sqlite/open.ts';
import { anObjectEvent, aTime, aWord, stored } from '../build/event.ts';

const reader = { name: 'reader', roles: ['query'] } as const;
const EX = 'https://ex.example/';
const parse = (search: string) => parseParameters(new URLSearchParams(search), { ex: EX });
const isProblem = (code: string, name?: string) => (error: unknown) =>
  error instanceof HubProblem && error.code === code && (name === undefined || error.facts.name === name);
const ids = (events: readonly StoredEvent[]) => events.map(({ eventID }) => eventID);
const id = (n: number) => `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const event = (n: number, more: Parameters<typeof anObjectEvent>[0] = {}) =>
  anObjectEvent({ eventID: id(n), eventTime: `2025-03-03T12:00:${String(n % 60).padStart(2, '0')}.000Z`, ...more });

let repository: Repository;
let search: Search;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  const clock = () => now;
  repository = await openSqliteRepository({ folder: ':memory:', clock });
  const tokenKey = Buffer.alloc(32, 7);
  const pageTokens = makePageTokens({ tokens: repository.tokens, clock, tokenKey });
  search = makeSearch({ events: repository.events, clock, tokenKey, pageTokens });
});
afterEach(() => repository.close());

async function begin(events: readonly EpcisEvent[], vocabulary: readonly VocabularyElement[] = []) {
  const write = await repository.events.beginWrite('test', 60_000, 'stream');
  const captureID = `job-${write.number}`;
  const outcomes = await repository.events.append(
    write,
    events.map((one, index) => stored(one, { captureID, index, recordTime: write.recordTime })),
  );
  assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    events.map(() => 'stored'),
  );
  if (vocabulary.length > 0) await repository.events.appendVocabulary(write, captureID, vocabulary);
  return write;
}
const keep = async (...given: Parameters<typeof begin>) => repository.events.commitWrite(await begin(...given));
const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i));

async function everyPage(request: SearchRequest, between: (page: number) => Promise<void> = async () => {}) {
  const pages: (readonly StoredEvent[])[] = [];
  for (let pageToken: string | undefined; ; ) {
    const found = await search.events(reader, { ...request, ...(pageToken !== undefined && { pageToken }) });
    pages.push(found.events);
    if (!found.next) return pages;
    pageToken = found.next.token;
    await between(pages.length);
  }
}

describe('pages', () => {
  it('hold every event once, however many arrive meanwhile', async () => {
    await keep(numbered(1, 23));
    const pages = await everyPage({ query: everything, perPage: 5 }, (page) => keep(numbered(100 * page, 100 * page + 3)));
    assert.deepEqual(
      pages.map(({ length }) => length),
      [5, 5, 5, 5, 3],
    );
    assert.deepEqual(ids(pages.flat()), ids((await search.events(reader, { query: everything, perPage: 23 })).events));
    assert.deepEqual(new Set(ids(pages.flat())), new Set(numbered(1, 23).map(({ eventID }) => eventID)));
  });

  it('keep the order that was asked for, in both directions', async () => {
    await keep(numbered(1, 12));
    for (const direction of ['ASC', 'DESC']) {
      const pages = await everyPage({ query: parse(`orderBy=eventTime&orderDirection=${direction}`), perPage: 5 });
      const expected = numbered(1, 12).map(({ eventID }) => eventID);
      assert.deepEqual(ids(pages.flat()), direction === 'ASC' ? expected : expected.toReversed());
    }
  });

  it('of nothing are one empty page', async () => {
    assert.deepEqual(await search.events(reader, { query: everything, perPage: 5 }), { events: [] });
  });

  it('can be ordered by a field of somebody’s own, too', async () => {
    const weighing = (n: number, weight: string) =>
      event(n, { extensions: [{ ns: EX, name: 'weight', prefix: 'ex', value: weight }] });
    await keep([weighing(1, '10'), weighing(2, '9'), event(3), weighing(4, '-1'), weighing(5, '100')]);
    const pages = await everyPage({ query: parse('orderBy=ex:weight&orderDirection=ASC'), perPage: 2 }, (page) =>
      keep([weighing(10 + page, '11')]),
    );
    assert.deepEqual(pages.map(ids), [[id(4), id(2)], [id(1), id(5)], [id(3)]]);
  });
});

describe('a page token', () => {
  const request = (more: Partial<SearchRequest> = {}): SearchRequest => ({ query: everything, perPage: 2, ...more });
  async function token(): Promise<string> {
    await keep(numbered(1, 5));
    return (await search.events(reader, request())).next?.token ?? '';
  }

  it('belongs to its query', async () => {
    const pageToken = await token();
    await assert.rejects(
      search.events(reader, request({ query: parse('EQ_action=OBSERVE'), pageToken })),
      isProblem('page-token-invalid'),
    );
  });
  it('belongs to who got it', async () => {
    const pageToken = await token();
    await assert.rejects(search.events({ ...reader, name: 'other' }, request({ pageToken })), isProblem('page-token-invalid'));
  });
  it('expires when it said', async () => {
    await keep(numbered(1, 5));
    const { next } = await search.events(reader, request());
    assert.ok(next && next.expires > now);
    now = next.expires;
    await assert.rejects(search.events(reader, request({ pageToken: next.token })), isProblem('page-token-invalid'));
  });
  it('is nothing that anybody else could write', async () => {
    for (const pageToken of ['nobody-gave-this', '', `${await token()}x`]) {
      await assert.rejects(search.events(reader, request({ pageToken })), isProblem('page-token-invalid', 'nextPageToken'));
    }
  });
  it('leaves the size of the next page open', async () => {
    const pageToken = await token();
    assert.equal((await search.events(reader, request({ pageToken, perPage: 100 }))).events.length, 3);
  });
});

describe('limits', () => {
  it('eventCountLimit is about all pages together', async () => {
    await keep(numbered(1, 12));
    const pages = await everyPage({ query: parse('orderBy=eventTime&orderDirection=ASC&eventCountLimit=7'), perPage: 3 });
    assert.deepEqual(
      pages.map(({ length }) => length),
      [3, 3, 1],
    );
    assert.deepEqual(
      ids(pages.flat()),
      numbered(1, 7).map(({ eventID }) => eventID),
    );
  });
  it('maxEventCount may be reached, not passed', async () => {
    await keep(numbered(1, 4));
    assert.equal((await search.events(reader, { query: parse('maxEventCount=4'), perPage: 2 })).events.length, 2);
    await assert.rejects(
      search.events(reader, { query: parse('maxEventCount=3'), perPage: 2 }),
      isProblem('query-too-large', 'maxEventCount'),
    );
  });
});

describe('who follows recordTime', () => {
  it('is shown nothing that an open job could still be added before', async () => {
    await keep(numbered(1, 2));
    now += 1_000;
    const open = await begin(numbered(3, 4));
    now += 1_000;
    await keep(numbered(5, 6));
    const following = () => search.events(reader, { query: parse('GE_recordTime=2026-01-01T00:00:00Z'), perPage: 30 });
    assert.deepEqual(ids((await following()).events), [id(1), id(2)]);
    assert.equal(
      (await search.events(reader, { query: everything, perPage: 30 })).events.length,
      4,
      'others see what is committed',
    );
    await repository.events.commitWrite(open);
    assert.equal((await following()).events.length, 6);
  });
});

describe('master data', () => {
  it('widens a place to the places below it', async () => {
    const type = 'urn:epcglobal:epcis:vtype:BusinessLocation';
    const site = (n: number) => `urn:epc:id:sgln:0614141.0000${n}.0`;
    const element = (n: number, children: readonly number[]): VocabularyElement => ({
      type,
      id: site(n),
      attributes: [],
      children: children.map(site),
    });
    const events = [1, 2, 3, 4].map((n) => event(n, { bizLocation: site(n) }));
    await keep(events, [element(1, [2]), element(2, [3, 1])]);
    const found = await search.events(reader, { query: parse(`WD_bizLocation=${site(1)}`), perPage: 30 });
    assert.deepEqual(ids(found.events), [id(1), id(2), id(3)]);
  });
  it('finds events by attributes of what they name, as master data was when the first page was asked for', async () => {
    const element = (type: string, place: string, attributes: VocabularyElement['attributes']): VocabularyElement => ({
      type: `urn:epcglobal:epcis:vtype:${type}`,
      id: place,
      attributes,
      children: [],
    });
    const [north, south, gate] = ['urn:epc:id:sgln:0614141.00001.0', 'urn:epc:id:sgln:0614141.00002.0', 'urn:x:gate'];
    const colour = (value: string) => [{ id: 'urn:x:colour', value }];
    await keep(
      [event(1, { bizLocation: north }), event(2, { bizLocation: south }), event(3, { readPoint: gate })],
      [
        element('BusinessLocation', north, colour('red')),
        element('BusinessLocation', south, colour('blue')),
        element('ReadPoint', gate, colour('red')),
        // What a place is as a read point says nothing about it as a business location.
        element('ReadPoint', south, colour('red')),
      ],
    );
    const asked = async (query: string) => ids((await search.events(reader, { query: parse(query), perPage: 30 })).events);
    assert.deepEqual(await asked('HASATTR_bizLocation=urn:x:colour'), [id(1), id(2)]);
    assert.deepEqual(await asked('EQATTR_bizLocation_urn:x:colour=red'), [id(1)]);
    assert.deepEqual(await asked('EQATTR_readPoint_urn:x:colour=red|green'), [id(3)]);
    assert.deepEqual(await asked('HASATTR_bizLocation=urn:x:size'), []);
    await keep([], [element('BusinessLocation', north, colour('green'))]);
    assert.deepEqual(await asked('EQATTR_bizLocation_urn:x:colour=red'), []);
    assert.deepEqual(await asked('EQATTR_bizLocation_urn:x:colour=green'), [id(1)]);
  });
});

describe('an eventID', () => {
  it('brings the event and what was declared about it', async () => {
    const declared = {
      ...event(1),
      errorDeclaration: { declarationTime: aTime('2025-04-01T00:00:00Z'), reason: aWord('did_not_occur') },
    };
    await keep([event(1), event(2)]);
    await keep([declared]);
    const found = await search.byID(reader, id(1));
    assert.deepEqual(
      found.map((one) => one.event.errorDeclaration !== undefined),
      [false, true],
    );
  });
  it('that nobody has is a problem', async () => {
    await assert.rejects(search.byID(reader, id(99)), isProblem('event-unknown'));
  });
});

describe('reading to the end', () => {
  async function read(query: string): Promise<readonly string[]> {
    const found: StoredEvent[] = [];
    for await (const one of allEvents({ events: repository.events }, reader, parse(query))) found.push(one);
    return ids(found);
  }

  it('gives every event, in order, up to the limit', async () => {
    await keep(numbered(1, 50));
    assert.equal((await read('')).length, 50);
    assert.deepEqual(await read('orderBy=eventTime&eventCountLimit=2'), [id(50), id(49)]);
  });
  it('is refused as a whole where it is too much', async () => {
    await keep(numbered(1, 3));
    await assert.rejects(read('maxEventCount=2'), isProblem('query-too-large'));
  });
});
