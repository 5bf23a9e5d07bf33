/** Identifiers of every scheme go from URN to Digital Link to element string and back without loss. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { describeIdentifier } from '../../server/epcis/identifier/describe.ts';
import { digitalLinkOf, identifierKey } from '../../server/epcis/identifier/key.ts';
import { parsePattern, patternCovers } from '../../server/epcis/identifier/pattern.ts';
import { toEpcUrn } from '../../server/epcis/identifier/translate.ts';

const set82 = [...'!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'];
const set39 = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-#/'];

const escaped = (plain: string): string =>
  plain.replace(/["%&/<>?#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const digits = (min: number, max = min): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });

/** A bracketed number inside of a serial may read as an application identifier in an element string: no notation for those. */
const text = (set: readonly string[], max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...set), minLength: 1, maxLength: max }).filter((plain) => !/\(\d{2,4}\)/.test(plain));

const serialNumber = fc.bigInt({ min: 0n, max: 999_999_999_999n }).map(String);

/** Company prefix and reference of so many digits together. */
const fixed = (total: number): fc.Arbitrary<string> =>
  fc.tuple(fc.integer({ min: 6, max: 12 }), digits(total)).map(([length, all]) => `${all.slice(0, length)}.${all.slice(length)}`);

/** Company prefix and a free reference, 30 characters at most. */
const free = (set: readonly string[]): fc.Arbitrary<string> =>
  digits(6, 12).chain((prefix) => text(set, 30 - prefix.length).map((reference) => `${prefix}.${escaped(reference)}`));

const pieces = fc.tuple(digits(2), digits(2)).map((pair) => pair.join('.'));
const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((components) => components.join('.'));
const serial = (max: number): fc.Arbitrary<string> => text(set82, max).map(escaped);
const star = fc.constant('*');

const bodies: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'id:sgtin': join(fixed(13), serial(20)),
  'id:upui': join(fixed(13), serial(28)),
  'id:sscc': fixed(17),
  'id:sgln': join(fixed(12), serial(20)),
  'id:pgln': fixed(12),
  'id:grai': join(fixed(12), serial(16)),
  'id:giai': free(set82),
  'id:gsrn': fixed(17),
  'id:gsrnp': fixed(17),
  'id:gdti': join(fixed(12), serial(17)),
  'id:cpi': join(free(set39), serialNumber),
  'id:sgcn': join(fixed(12), digits(1, 12)),
  'id:ginc': free(set82),
  'id:gsin': fixed(16),
  'id:itip': join(fixed(13), pieces, serial(20)),
  'class:lgtin': join(fixed(13), serial(20)),
  'idpat:sgtin': join(fixed(13), star),
  'idpat:grai': join(fixed(12), star),
  'idpat:gdti': join(fixed(12), star),
  'idpat:sgcn': join(fixed(12), star),
  'idpat:cpi': join(free(set39), star),
  'idpat:itip': join(fixed(13), pieces, star),
};

const prefixLength = (body: string): number => body.indexOf('.');

describe('identifiers', () => {
  for (const [kind, body] of Object.entries(bodies)) {
    it(`keep everything on the way through all notations: ${kind}`, () => {
      fc.assert(
        fc.property(body, (components) => {
          const urn = `urn:epc:${kind}:${components}`;
          const gcpLength = prefixLength(components);
          const fromUrn = describeIdentifier(urn, { gcpLength });
          assert.deepEqual([fromUrn.valid, fromUrn.reason, fromUrn.urn], [true, null, urn]);
          const fromLink = describeIdentifier(fromUrn.digitalLink ?? '', { gcpLength });
          assert.deepEqual({ ...fromLink, value: urn }, fromUrn);
          const fromElements = describeIdentifier(fromLink.elementString ?? '', { gcpLength });
          assert.deepEqual({ ...fromElements, value: urn }, fromUrn);
        }),
      );
    });

    it(`have one key in all notations: ${kind}`, () => {
      fc.assert(
        fc.property(body, fc.webAuthority(), (components, domain) => {
          const urn = `urn:epc:${kind}:${components}`;
          const { digitalLink, elementString } = describeIdentifier(urn);
          const key = identifierKey(urn);
          assert.equal(digitalLink, digitalLinkOf(key));
          assert.equal(identifierKey(digitalLink ?? ''), key);
          assert.equal(identifierKey(elementString ?? ''), key);
          assert.equal(identifierKey(`http://${domain}/shop/${key}?17=261231`), key);
          assert.equal(toEpcUrn(digitalLink ?? '', { gcpLength: prefixLength(components) }), urn);
        }),
      );
    });
  }

  it('are covered by the patterns made of their own components, in every notation', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...Object.keys(bodies).filter((kind) => kind.startsWith('id:')))
          .chain((kind) => fc.tuple(fc.constant(kind.slice(3)), bodies[kind] ?? star, fc.nat(5))),
        ([scheme, components, stars]) => {
          const urn = `urn:epc:id:${scheme}:${components}`;
          // A serial that is or holds * cannot be written in a pattern.
          fc.pre(!components.includes('*'));
          const { scheme: same, key, parts } = partsOf(urn, scheme);
          const from = Math.max(1, parts.length - stars);
          const pattern = parsePattern(`urn:epc:idpat:${same}:${parts.map((part, i) => (i >= from ? '*' : part)).join('.')}`);
          assert.ok(pattern);
          assert.equal(patternCovers(pattern, key), true);
          const other = parsePattern(`urn:epc:idpat:${same}:${['999999', ...parts.slice(1).map(() => '*')].join('.')}`);
          assert.ok(other);
          if (!components.startsWith('999999')) assert.equal(patternCovers(other, key), false);
        },
      ),
    );
  });

  it('never become a key by accident: any text is read without a throw, and a key is its own key', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((tail) => `urn:epc:id:sgtin:${tail}`),
          fc.string().map((tail) => `(01)${tail}`),
        ),
        (anything) => {
          const key = identifierKey(anything);
          assert.equal(identifierKey(key), key);
          assert.equal(typeof describeIdentifier(anything, { mode: 'tolerant' }).valid, 'boolean');
          if (describeIdentifier(anything).valid) return;
          assert.ok(describeIdentifier(anything).reason);
        },
      ),
    );
  });

  it('with one digit changed have another key', () => {
    fc.assert(
      fc.property(fixed(13), fc.nat(13), fc.integer({ min: 1, max: 9 }), (components, at, by) => {
        const key = identifierKey(`urn:epc:id:sgtin:${components}.S1`);
        const digit = (Number(key[3 + at]) + by) % 10;
        const wrong = `${key.slice(0, 3 + at)}${digit}${key.slice(4 + at)}`;
        assert.notEqual(identifierKey(`https://id.gs1.org/${wrong}`), key);
        if (!wrong.startsWith('01/000000')) assert.equal(describeIdentifier(`https://id.gs1.org/${wrong}`).valid, false);
      }),
    );
  });
});

function partsOf(urn: string, scheme: string): { scheme: string; key: string; parts: readonly string[] } {
  const body = urn.slice(`urn:epc:id:${scheme}:`.length);
  const counts: Readonly<Record<string, number>> = { sscc: 2, pgln: 2, giai: 2, gsrn: 2, gsrnp: 2, ginc: 2, gsin: 2, itip: 5 };
  const count = counts[scheme] ?? 3;
  const all = body.split('.');
  return { scheme, key: identifierKey(urn), parts: [...all.slice(0, count - 1), all.slice(count - 1).join('.')] };
}
