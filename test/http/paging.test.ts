import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jobPageToken, readJobPageToken } from '../../server/http/job-page-token.ts';
import { makeLink } from '../../server/http/links.ts';
import { pagingHeaders, readPaging, refuseOthers } from '../../server/http/paging.ts';
import { HubProblem } from '../../server/runtime/problem.ts';

const isProblem = (code: string, name: string) => (error: unknown) =>
  error instanceof HubProblem && error.code === code && error.facts.name === name;

describe('perPage', () => {
  it('is thirty where nothing is said, and never above the limit', () => {
    assert.equal(readPaging([], 1000).perPage, 30);
    assert.equal(readPaging([['perPage', '7']], 1000).perPage, 7);
    assert.equal(readPaging([['perPage', '5000']], 1000).perPage, 1000);
  });
  for (const value of ['0', '-1', '1.5', 'x', '', '1e3', '99999999999', ' 5']) {
    it(`may not be ${JSON.stringify(value)}`, () =>
      assert.throws(() => readPaging([['perPage', value]], 1000), isProblem('query-parameter', 'perPage')));
  }
  it('may not be given twice', () => {
    const twice = [['perPage', '1'] as const, ['perPage', '1'] as const];
    assert.throws(() => readPaging(twice, 1000), isProblem('query-parameter', 'perPage'));
  });
});

describe('the link to the next page', () => {
  const next = { token: 'a/b+c=', expires: Date.UTC(2026, 0, 1) };

  it('repeats the question, with the token', () => {
    const paging = readPaging(
      [
        ['EQ_bizStep', 'packing|shipping'],
        ['EQ_x', 'a%7Cb & c'],
        ['perPage', '5'],
        ['nextPageToken', 'old'],
      ],
      1000,
    );
    const headers = pagingHeaders({ path: '/events' }, makeLink(undefined), paging, next);
    assert.equal(headers['GS1-Next-Page-Token-Expires'], '2026-01-01T00:00:00.000Z');
    const [, url = ''] = /^<([^>]+)>; rel="next"$/.exec(headers['Link'] ?? '') ?? [];
    assert.match(url, /^\/events\?/);
    assert.deepEqual(
      [...new URL(url, 'http://h').searchParams],
      [
        ['EQ_bizStep', 'packing|shipping'],
        ['EQ_x', 'a%7Cb & c'],
        ['perPage', '5'],
        ['nextPageToken', 'a/b+c='],
      ],
    );
  });
  it('goes through a proxy where its address is known', () => {
    const paging = readPaging([], 1000);
    const headers = pagingHeaders({ path: '/events' }, makeLink('https://hub.example/epcis/'), paging, next);
    assert.match(headers['Link'] ?? '', /^<https:\/\/hub\.example\/epcis\/events\?perPage=30&/);
  });
  it('is not there on the last page', () =>
    assert.deepEqual(pagingHeaders({ path: '/' }, makeLink(undefined), readPaging([], 10), undefined), {}));
});

describe('a list without parameters of its own', () => {
  it('refuses others by name', () => {
    assert.throws(() => refuseOthers(readPaging([['EQ_bizStep', 'x']], 10)), isProblem('query-parameter', 'EQ_bizStep'));
  });
});

describe('tokens of the job list', () => {
  const clock = () => 1_700_000_000_000;
  it('come back as the position they hold', () => assert.equal(readJobPageToken(clock, jobPageToken(clock, 4711).token), 4711));
  it('expire', () => {
    const { token, expires } = jobPageToken(clock, 1);
    assert.ok(expires > clock());
    assert.throws(() => readJobPageToken(() => expires, token), isProblem('page-token-invalid', 'nextPageToken'));
  });
  for (const token of [
    '',
    'nobody-gave-this',
    Buffer.from('jobs 1').toString('base64url'),
    Buffer.from('jobs 1 99999999999999999999').toString('base64url'),
  ]) {
    it(`are not ${JSON.stringify(token)}`, () =>
      assert.throws(() => readJobPageToken(clock, token), isProblem('page-token-invalid', 'nextPageToken')));
  }
});
