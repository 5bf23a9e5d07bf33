import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodePageToken, encodePageToken, type PageState, queryDigest } from '../../server/query/page-token.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { HubProblem } from '../../server/runtime/problem.ts';

const key = new Uint8Array(32).fill(7);
const digest = queryDigest({ where: [] }, 'alpha');
const now = Date.UTC(2026, 0, 1);
const state: PageState = {
  snapshot: { last: 12, hidden: [9, 11], settled: 1_767_000_000_000 },
  cursor: { order: 1_767_000_000_000.5, sequence: 77 },
  remaining: 3,
};
const token = encodePageToken(key, digest, state, now + 60_000);

function reasonFor(text: string, asked = digest, at = now, by: Uint8Array = key): string {
  try {
    decodePageToken(by, asked, text, at);
  } catch (problem) {
    assert.ok(problem instanceof HubProblem && problem.code === 'page-token-invalid');
    assert.equal(problem.facts.name, 'nextPageToken');
    return problem.detail;
  }
  return assert.fail('the token is accepted');
}

describe('a page token', () => {
  it('brings back what was put in', () => {
    const anOrder = fc.oneof(
      fc.double({ noNaN: true, min: -1e15, max: 1e15 }).map((order) => order + 0),
      fc.integer(),
    );
    const aState = fc.record(
      {
        snapshot: fc.record(
          { last: fc.nat(), hidden: fc.array(fc.nat()), settled: fc.oneof(fc.nat(), fc.constant(Number.POSITIVE_INFINITY)) },
          { noNullPrototype: true },
        ),
        cursor: fc.record({ order: anOrder, sequence: fc.nat() }, { noNullPrototype: true }),
        remaining: fc.nat(),
      },
      { requiredKeys: ['snapshot', 'cursor'], noNullPrototype: true },
    );
    fc.assert(
      fc.property(aState, (given) =>
        assert.deepEqual(decodePageToken(key, digest, encodePageToken(key, digest, given, now + 1), now), given),
      ),
    );
  });

  it('stands in a URL as it is', () => assert.match(token, /^[A-Za-z0-9_.-]+$/));

  it('says when it ends, and then does', () => {
    decodePageToken(key, digest, token, now + 59_999);
    assert.match(reasonFor(token, digest, now + 60_000), /expired/);
  });

  it('belongs to one query of one asker', () => {
    assert.match(reasonFor(token, queryDigest({ where: [] }, 'beta')), /another query/);
    const shipping = parseParameters([['EQ_bizStep', 'shipping']], {});
    assert.match(reasonFor(token, queryDigest(shipping, 'alpha')), /another query/);
  });

  it('belongs to the question, not to the spelling of it', () => {
    const spelled = (name: string, value: string) => queryDigest(parseParameters([[name, value]], { ex: 'http://x.example/a' }));
    assert.equal(spelled('EQ_bizStep', 'shipping'), spelled('EQ_bizStep', 'urn:epcglobal:cbv:bizstep:shipping'));
    assert.equal(spelled('EQ_ex:f', '1'), spelled('EQ_http://x.example/a#f', '1'));
    assert.notEqual(spelled('EQ_bizStep', 'shipping'), spelled('EQ_bizStep', 'receiving'));
  });

  it('is refused when altered in any character, cut, or signed by another hub', () => {
    assert.match(reasonFor(token, digest, now, new Uint8Array(32).fill(8)), /altered|another hub/);
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      reasonFor(token.slice(0, at) + other + token.slice(at + 1));
    }
    for (const text of [
      '',
      '.',
      'x',
      token.slice(0, -1),
      `${token}A`,
      token.replace('.', ''),
      `${token}.${token}`,
      '00000000-0000-4000-8000-000000000001',
      'é.'.repeat(40_000),
    ])
      reasonFor(text);
  });
});
