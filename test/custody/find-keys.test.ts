/** Finding a few identifiers in long lists. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { makeFinder } from '../../server/custody/find-keys.ts';
import { identifierKey } from '../../server/epcis/identifier/key.ts';
import { ask } from '../build/ask-custody.ts';
import { notationsOf } from '../build/notations.ts';
import { act, box, commission, maker, pack, unit, unitLink } from '../build/supply-chain.ts';

const serial = fc
  .array(fc.constantFrom(...'abcXYZ012-._', '%2F', '%26', '%3C', '%22'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));
const identifier = fc.oneof(
  serial.map((text) => `urn:epc:id:sgtin:9521001.012345.${text}`),
  fc.nat({ max: 99_999_999 }).map((n) => `urn:epc:id:sscc:9521001.3${String(n).padStart(9, '0')}`),
  serial.map((text) => `urn:epc:id:grai:9521001.00001.${text}`),
  serial.map((text) => `urn:epc:id:giai:9521001.A${text}`),
  serial.map((text) => `urn:epc:id:sgln:9521001.00001.${text}`),
  fc.constant('urn:example:private'),
);

describe('a search in a list of identifiers', () => {
  it('finds what turning every text into its key finds, in every notation', () => {
    fc.assert(
      fc.property(fc.array(identifier, { minLength: 1, maxLength: 12 }), fc.nat(), (urns, n) => {
        const list = urns.flatMap((urn) => notationsOf(urn));
        const wanted = new Set(urns.slice(0, 1 + (n % 3)).map(identifierKey));
        assert.deepEqual(
          makeFinder(wanted)(list),
          list.map(identifierKey).filter((key) => wanted.has(key)),
        );
      }),
    );
  });
});

describe('an event of very many identifiers', () => {
  const many = Array.from({ length: 100_000 }, (_, i) => unit(`M${i}`));
  const events = [
    commission('born', '08:00', maker, many),
    pack('packed', '09:00', { by: maker, into: box(1) }, many),
    act('seen', '10:00', 'storing', maker.site, [box(1)]),
  ];

  it('is no burden for the chain of one of them', () => {
    const answer = ask(events, unit('M99999'));
    assert.deepEqual([answer.containment.parents.length, answer.events.length], [1, 3]);
  });

  it('is told as contents of its container', () => {
    const { children } = ask(events, box(1)).containment;
    assert.deepEqual([children.length, children[0], children.at(-1)], [100_000, unitLink('M0'), unitLink('M99999')]);
  });
});
