import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { identifierKey } from '../../server/epcis/identifier/key.ts';
import { type Pattern, parsePattern, patternCovers } from '../../server/epcis/identifier/pattern.ts';
import type { EpcMatcher } from '../../server/query/ast.ts';
import { makeCoverage } from '../../server/query/epc-coverage.ts';
import { classes, instances, patterns, places } from '../build/arbitrary-pools.ts';
import { notationsOf } from '../build/notations.ts';

const known = [...instances, ...classes, ...places];

/** Notations that say the same in more characters, or escape what needs no escape. */
const roundabout = (text: string): readonly string[] => {
  if (!text.startsWith('http')) return [text];
  const escaped = text.replace(/[0-9A-Za-z]$/, (last) => `%${last.charCodeAt(0).toString(16)}`);
  return [text, `${text}?17=251231`, `${text}#part`, escaped];
};

const aText = fc.constantFrom(...known.flatMap(notationsOf).flatMap(roundabout));
const aMatcher: fc.Arbitrary<EpcMatcher> = fc.oneof(
  fc.constantFrom(...known).map((urn) => ({ kind: 'key' as const, key: identifierKey(urn) })),
  fc.constantFrom(...patterns).map((urn) => {
    const pattern = parsePattern(urn);
    return pattern ? { kind: 'pattern' as const, ...pattern } : assert.fail(urn);
  }),
);

/** A URN tells its company prefix, which a pattern has to name whole. */
function hasPrefix({ components }: Pattern, text: string): boolean {
  const prefix = /^urn:epc:\w+:\w+:([^.]*)\./.exec(text)?.[1];
  return prefix === undefined || components[0] === '*' || components[0] === prefix;
}

describe('a test for many identifiers', () => {
  it('says the same as reading each of them', () => {
    fc.assert(
      fc.property(fc.array(aMatcher, { minLength: 1, maxLength: 6 }), aText, (matchers, text) => {
        const key = identifierKey(text);
        const expected = matchers.some((matcher) =>
          matcher.kind === 'key' ? matcher.key === key : hasPrefix(matcher, text) && patternCovers(matcher, key, text),
        );
        assert.equal(makeCoverage(matchers)(text), expected);
      }),
      { numRuns: 10_000 },
    );
  });

  it('takes components of patterns as whole ones where the notation shows them', () => {
    const pattern = parsePattern('urn:epc:idpat:sgtin:952123.*.*');
    const covers = makeCoverage(pattern ? [{ kind: 'pattern', ...pattern }] : []);
    assert.ok(!covers('urn:epc:id:sgtin:9521234.012345.1'));
    assert.ok(covers('urn:epc:id:sgtin:952123.0412345.1'));
    assert.ok(covers('https://id.gs1.org/01/09521234123453/21/1'));
  });

  it('finds every notation of an identifier', () => {
    for (const urn of known) {
      const covers = makeCoverage([{ kind: 'key', key: identifierKey(urn) }]);
      for (const text of notationsOf(urn)) assert.ok(covers(text), text);
    }
  });
});
