import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { EventQuery, Predicate } from '../../server/query/ast.ts';
import { compile } from '../../server/query/compile.ts';
import { isVisible, matches } from '../../server/query/matches.ts';
import { parameters } from '../../server/query/parameters.ts';
import { parseJsonQuery } from '../../server/query/parse-json.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { printJsonQuery, printParameters } from '../../server/query/print.ts';
import { termKey } from '../../server/query/term-key.ts';
import { termKeysOf } from '../../server/query/term-keys.ts';
import { factsOf, termsOf } from '../../server/query/terms.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { aStoredEvent } from '../build/arbitrary-event.ts';
import { namespaces } from '../build/arbitrary-pools.ts';
import { aQuery, someParameters } from '../build/arbitrary-query.ts';
import { anObjectEvent, stored } from '../build/event.ts';
import { type Indexed, indexed, isCandidate } from '../query/run-plan.ts';

/** The same question, whatever the parameters were called. */
const withoutNames = (query: EventQuery) => ({
  ...query,
  where: query.where.map(({ parameter: _, ...asked }: Predicate) => asked),
});

describe('a plan', () => {
  const seed = Date.now();
  const events = fc.sample(aStoredEvent, { seed, numRuns: 400 }).map(indexed);
  const about = ({ stored }: Indexed) => `seed ${seed}: ${JSON.stringify(stored)}`;

  it('finds every event that the query matches, for every parameter', () => {
    const hits = new Map<string, number>();
    const asked = parameters.filter(({ section }) => section !== 'master data');
    for (const rule of asked) {
      fc.assert(
        fc.property(someParameters([rule]), (given) => {
          const query = parseParameters(given, namespaces);
          const plan = compile(query);
          for (const event of events) {
            if (!matches(query, event.stored)) continue;
            hits.set(rule.name, (hits.get(rule.name) ?? 0) + query.where.length);
            if (!isCandidate(plan, event)) assert.fail(about(event));
          }
        }),
        { numRuns: 60 },
      );
    }
    const silent = asked.filter(({ name }) => !hits.get(name)).map(({ name }) => name);
    assert.deepEqual(silent, [], 'parameters that hit nothing');
  });

  it('finds every event that several parameters together match, within what the asker may see', () => {
    const isSeenBy = fc.constantFrom([], [['deliveredBy=alpha']], [['party=9521234000013', 'deliveredBy=beta']]);
    fc.assert(
      fc.property(aQuery, isSeenBy, (query, visibility) => {
        const plan = compile(query, visibility);
        for (const event of events) {
          if (!matches(query, event.stored) || !isVisible(visibility, event.stored)) continue;
          if (!isCandidate(plan, event)) assert.fail(about(event));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows exactly the events that have one of the terms of each member', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...events),
        fc.array(fc.array(fc.nat(200), { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
        ({ stored }, picks) => {
          const terms = termsOf(stored);
          // Some of the event's own terms, some that it has not.
          const visibility = picks.map((picked) => picked.map((at) => terms[at] ?? 'party=nobody'));
          assert.equal(
            isVisible(visibility, stored),
            visibility.every((anyOf) => anyOf.some((term) => terms.includes(term))),
          );
        },
      ),
    );
  });
});

describe('term keys', () => {
  it('are those of the terms, each once, ascending', () => {
    fc.assert(
      fc.property(aStoredEvent, (stored) => {
        const expected = [...new Set(termsOf(stored).map(termKey))].toSorted((a, b) => a - b);
        assert.deepEqual([...termKeysOf(stored)], expected);
      }),
    );
  });
});

describe('printing a query', () => {
  // A bar inside of a text reads as two texts, with and without its escape.
  const aPrintable = someParameters().filter((given) => given.every(([, value]) => !value.includes('%7C')));

  it('gives parameters that read as the same query', () => {
    fc.assert(
      fc.property(aPrintable, (given) => {
        const query = parseParameters(given, namespaces);
        assert.deepEqual(withoutNames(parseParameters(printParameters(query), {})), withoutNames(query));
      }),
      { numRuns: 500 },
    );
  });

  it('gives JSON that reads as the same query', () => {
    fc.assert(
      fc.property(someParameters(), (given) => {
        const query = parseParameters(given, namespaces);
        const json: unknown = JSON.parse(JSON.stringify(printJsonQuery(query)));
        assert.deepEqual(withoutNames(parseJsonQuery(json, {})), withoutNames(query));
      }),
      { numRuns: 500 },
    );
  });
});

describe('reading a query', () => {
  const aName = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .constantFrom(...parameters.map(({ name }) => name))
      .chain((name) => fc.string({ unit: 'binary', maxLength: 8 }).map((text) => name.replace(/(?:FIELD|UOM|TYPE)?$/, text))),
  );

  it('of whatever text ends in a query or in a problem that names the parameter', () => {
    fc.assert(
      fc.property(aName, fc.string({ unit: 'binary' }), (name, value) => {
        try {
          parseParameters([[name, value]], namespaces);
        } catch (problem) {
          assert.ok(problem instanceof HubProblem && problem.code === 'query-parameter', String(problem));
          assert.equal(problem.facts.name, name);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('of whatever JSON ends in a query or in a problem', () => {
    const json = fc.oneof(fc.jsonValue(), fc.dictionary(aName, fc.jsonValue()));
    fc.assert(
      fc.property(json, (value) => {
        try {
          parseJsonQuery(value, namespaces);
        } catch (problem) {
          assert.ok(problem instanceof HubProblem && problem.code === 'query-parameter', String(problem));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('and deriving terms take one pass over long names and values', () => {
    const digits = `${'1'.repeat(300_000)}x`;
    const colons = `EQ_${':'.repeat(300_000)}\n`;
    const begin = performance.now();
    assert.throws(() => parseParameters([['GE_quantity', digits]], {}), { code: 'query-parameter' });
    assert.throws(() => parseParameters([[colons, '1']], {}), { code: 'query-parameter' });
    const withField = (value: string) => ({
      ...stored(anObjectEvent()),
      event: anObjectEvent({ extensions: [{ ns: 'http://x.example', name: 'f', prefix: 'x', value }] }),
    });
    assert.ok(termsOf(withField(digits)).length > 0);
    const zeros = '0'.repeat(300_000);
    for (const value of [digits, `${zeros}.${zeros}x`]) assert.deepEqual(factsOf(withField(value)), []);
    assert.ok(performance.now() - begin < 2000);
  });
});
