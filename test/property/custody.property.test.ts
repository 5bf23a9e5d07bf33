/** What holds of every chain of custody, whatever the events say: docs/custody.md, "What always holds". */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CustodyAnswer } from '../../server/custody/answer.ts';
import { custody } from '../../server/custody/custody.ts';
import { digitalLinkOf, identifierKey } from '../../server/epcis/identifier/key.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { aLife, anyObject, containers, HOURS, type Life, type Nesting, objects } from '../build/arbitrary-custody.ts';
import { aJourney, companies } from '../build/arbitrary-journey.ts';
import { respell } from '../build/respell.ts';

const NOW = Date.parse('2025-06-01T00:00:00.000Z');
/** What a URN tells and a Digital Link does not: the length of the company prefix. */
const prefixes = new Map([['952', 7]]);
const runs = { numRuns: 300 };

const ask = (
  events: readonly StoredEvent[],
  identifier: string,
  context: { asOf?: number; knownAt?: number } = {},
): CustodyAnswer => custody(events, identifier, { now: NOW, prefixes, ...context });

const check = <T>(
  more: fc.Arbitrary<T>,
  property: (life: Life, object: string, more: T) => void,
  nesting: Nesting = 'any',
): void => fc.assert(fc.property(aLife(nesting), anyObject, more, property), runs);

const time = fc.integer({ min: -1, max: HOURS + 1 }).map((hour) => Date.parse('2025-03-03T00:00:00.000Z') + hour * 3_600_000);

describe('the chain of custody of any events', () => {
  it('does not depend on the order of arrival', () => {
    check(fc.infiniteStream(fc.nat()), ({ events }, object, random) => {
      const shuffled = events.map((event) => ({ event, at: random.next().value as number })).sort((a, b) => a.at - b.at);
      assert.deepEqual(
        ask(
          shuffled.map(({ event }) => event),
          object,
        ),
        ask(events, object),
      );
    });
  });

  it('does not change when events are captured again', () => {
    check(fc.nat(), ({ events }, object, n) => {
      const again = events.map((one) => ({ ...one, origin: { ...one.origin, recordTime: one.origin.recordTime + 1 + (n % 7) } }));
      assert.deepEqual(ask([...again, ...events], object), ask(events, object));
    });
  });

  it('does not depend on the notation of identifiers, words and times', () => {
    check(fc.nat(), ({ events }, object, n) => {
      const respelt = events.map((one, i) => ({ ...one, event: respell(one.event, n + i) }));
      assert.deepEqual(ask(respelt, object), ask(events, object));
    });
  });

  it('is the same for an identifier in every notation', () => {
    check(fc.nat(), ({ events }, object) => {
      assert.deepEqual(ask(events, digitalLinkOf(identifierKey(object))), ask(events, object));
    });
  });

  it('is, as of a time, the chain over the events up to that time', () => {
    check(time, ({ events }, object, asOf) => {
      const upTo = events.filter(({ event }) => event.eventTime.ms <= asOf);
      const { asOf: written, ...then } = ask(events, object, { asOf });
      const { asOf: none, ...over } = custody(upTo, object, { now: asOf, prefixes });
      assert.deepEqual(then, over);
      assert.deepEqual([written, none], [new Date(asOf).toISOString(), null]);
    });
  });

  it('is, as known at a time, what the hub answered at that time', () => {
    check(fc.nat({ max: 16 }), ({ events, recordedFrom }, object, n) => {
      const knownAt = recordedFrom + n * 1000;
      const known = events.filter(({ origin }) => origin.recordTime <= knownAt);
      const { knownAt: written, ...then } = ask(events, object, { knownAt });
      const { knownAt: none, ...over } = custody(known, object, { now: knownAt, prefixes });
      assert.deepEqual(then, over);
      assert.deepEqual([written, none], [new Date(knownAt).toISOString(), null]);
    });
  });

  it('goes on from the first event without gap or overlap, and no two neighbours are the same', () => {
    check(fc.constant(null), ({ events }, object) => {
      const { chain, status, events: told } = ask(events, object);
      if (chain.length === 0) return;
      assert.equal(chain[0]?.from, told[0]?.eventTime);
      assert.equal(status, chain.at(-1)?.state);
      for (const [i, segment] of chain.entries()) {
        const next = chain[i + 1];
        assert.equal(segment.to, next?.from ?? null);
        if (segment.to !== null) assert.ok(segment.from <= segment.to);
        const parties = ({ state, holder, sender, receiver }: typeof segment) => [state, holder, sender, receiver];
        if (next) assert.notDeepEqual(parties(segment), parties(next));
      }
    });
  });

  it('has an end only at its end', () => {
    check(fc.constant(null), ({ events }, object) => {
      const { chain } = ask(events, object);
      assert.ok(chain.slice(0, -1).every(({ state }) => state !== 'ended'));
    });
  });

  it('names, as the contents of a container, exactly what says that it is inside of it', () => {
    check(
      fc.constantFrom(...containers),
      ({ events }, _, container) => {
        const { containment, identifier } = ask(events, container);
        const inside = objects.filter((object) => ask(events, object).containment.parents[0] === identifier);
        const contents = containment.children.filter((child) => !child.includes('/10/'));
        assert.deepEqual(contents.toSorted(), inside.map((object) => digitalLinkOf(identifierKey(object))).sort());
      },
      'orderly',
    );
  });

  it('has of a lot only what was put in', () => {
    check(fc.constant(null), ({ events }) => {
      const { ledger } = ask(events, 'urn:epc:class:lgtin:9521001.012345.L1');
      for (const row of ledger?.rows ?? []) {
        assert.equal(row.left, row.begun + row.received - row.shipped - row.ended - row.missing, JSON.stringify(row));
      }
    });
  });

  it("has a container's chain as a part of the chain of everything inside of it", () => {
    const partners = new Map(companies.map(({ party }, i) => [`partner ${i}`, party]));
    const property = fc.property(aJourney, ({ events, stays }) => {
      const chainOf = (object: string) => custody(events, object, { now: NOW, partners }).chain;
      for (const { child, container, from, to } of stays) {
        const clipped = (chain: CustodyAnswer['chain']) =>
          chain.flatMap(({ state, holder, sender, receiver, ...segment }) => {
            const begin = Math.max(from, Date.parse(segment.from));
            const end = Math.min(to, segment.to === null ? Number.POSITIVE_INFINITY : Date.parse(segment.to));
            return begin < end ? [{ state, holder, sender, receiver, begin, end }] : [];
          });
        assert.deepEqual(clipped(chainOf(child)), clipped(chainOf(container)), `${child} in ${container}`);
      }
    });
    fc.assert(property, runs);
  });
});
