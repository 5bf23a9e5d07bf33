/** What a client writes into an address or a header is what a route reads. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { printExtensions, readGs1Headers } from '../../server/http/headers.ts';
import { makeLink, segment } from '../../server/http/links.ts';
import { pagingHeaders, readPaging } from '../../server/http/paging.ts';
import { serve } from '../http/serve.ts';

/** Whatever an identifier may hold, and much that it may not; no lone surrogates, which no address can carry. */
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((one) => one.isWellFormed());

describe('values in addresses and headers', () => {
  let hub: Awaited<ReturnType<typeof serve>>;
  before(async () => {
    hub = await serve({
      routes: [
        {
          path: '/echo/{value}',
          family: 'own',
          operations: {
            GET: {
              id: 'echo',
              summary: 'Echo.',
              access: 'open',
              answers: [],
              handle: ({ variables, parameters }) =>
                Promise.resolve({
                  status: 200,
                  type: 'application/json',
                  body: JSON.stringify([variables['value'], parameters]),
                }),
            },
          },
        },
      ],
    });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('path variables and parameters come through untouched', async () => {
    const pair = fc.tuple(text, text);
    await fc.assert(
      fc.asyncProperty(text, fc.array(pair, { maxLength: 3 }), async (value, pairs) => {
        const search = pairs.map(([name, given]) => `${encodeURIComponent(name)}=${encodeURIComponent(given)}`).join('&');
        const answer = await hub.ask('GET', `/echo/${segment(value)}?${search}`);
        assert.deepEqual(answer.json(), [value, pairs]);
      }),
      { numRuns: 100 },
    );
  });

  it('the link to the next page asks the same question', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), text, (asked, token) => {
        const others = asked.filter(([name]) => name !== 'perPage' && name !== 'nextPageToken');
        const headers = pagingHeaders({ path: '/events' }, makeLink(undefined), { perPage: 7, others }, { token, expires: 0 });
        const url = new URL(/^<(.*)>/s.exec(headers['Link'] ?? '')?.[1] ?? '', 'http://hub');
        assert.deepEqual(readPaging([...url.searchParams], 100), { perPage: 7, token, others });
      }),
    );
  });

  it('GS1-Extensions are printed as they are read', () => {
    const prefix = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/);
    const uri = fc.stringMatching(/^https:\/\/[a-z]{1,8}\.example\/[a-z=?&#;/]{0,12}$/);
    fc.assert(
      fc.property(fc.dictionary(prefix, uri, { maxKeys: 5 }), (namespaces) => {
        const printed = printExtensions(namespaces);
        const read = readGs1Headers((name) => (name === 'GS1-Extensions' ? printed : undefined)).namespaces;
        assert.deepEqual(Object.entries(read), Object.entries(namespaces));
      }),
    );
  });
});
