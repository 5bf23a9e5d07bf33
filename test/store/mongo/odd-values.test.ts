/** Values that MongoDB's documents cannot hold as they are come back as they were given. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BSON } from 'mongodb';
import type { Extension } from '../../../server/epcis/event.ts';
import { fitsBson, pack, unpack } from '../../../server/store/mongo/packed.ts';
import { anObjectEvent, aTransformationEvent } from '../../build/event.ts';
import { aCaptureID, epcNumber, findAll, LEASE, OWNER, record, withFresh } from '../../contracts/event-store-subject.ts';
import { mongoForTests, skipWithout } from '../../mongo/databases.ts';

const mongo = await mongoForTests();

const anExtension = (name: string, value: Extension['value']): Extension => ({
  ns: 'https://ns.example/',
  name,
  prefix: 'ex',
  value,
});

function nested(depth: number): Extension {
  let extension = anExtension('innermost', 'value');
  for (let i = 0; i < depth; i++) extension = anExtension(`level${i}`, [extension]);
  return extension;
}

const odd = {
  'a prefix with a dot, a dollar, nothing': anObjectEvent({
    context: { 'ex.v1': 'https://a/', $set: 'https://b/', '': 'https://c/' },
  }),
  'prefixes that look like a reference': anObjectEvent({ context: { $ref: 'events', $id: 'x', $db: 'y' } }),
  'a prefix of the prototype': anObjectEvent({ context: JSON.parse('{"__proto__":"https://a/"}') as Record<string, string> }),
  'a NUL in a name and in a text': anObjectEvent({ context: { 'a\0b': 'https://a/' }, extensions: [anExtension('n', 'a\0b')] }),
  'half a surrogate pair': anObjectEvent({ extensions: [anExtension('n', 'broken \ud83d emoji')] }),
  'fields nested very deep': anObjectEvent({ extensions: [nested(150)] }),
  'a text longer than a document': anObjectEvent({ extensions: [anExtension('n', 'ä'.repeat(9_000_000))] }),
  'numbers at the edges': anObjectEvent({
    quantityList: [1e308, -0.1, 2 ** 53, 2 ** 31, -(2 ** 31), 5e-324].map((value, i) => ({
      epcClass: `urn:epc:class:lgtin:9521234.012345.L${i}`,
      quantity: { value, text: String(value) },
    })),
  }),
  'very many quantities': aTransformationEvent({
    inputQuantityList: Array.from({ length: 60_000 }, (_, i) => ({
      epcClass: `urn:epc:class:lgtin:9521234.012345.L${i}`,
      quantity: { value: i / 8, text: String(i / 8) },
    })),
  }),
} as const;

describe('odd values', skipWithout(mongo), () => {
  if (!mongo) return;
  for (const [what, event] of Object.entries(odd)) {
    it(`come back: ${what}`, () =>
      withFresh(mongo.subject)(async ({ repository, again }) => {
        const { stored } = await record(repository.events, [event]);
        assert.deepEqual(await findAll((await again()).events), stored);
      }));
  }

  it('come back from master data and results', () =>
    withFresh(mongo.subject)(async ({ repository }) => {
      const element = {
        type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
        id: 'urn:x:big',
        attributes: [{ id: '$x.y', value: [nested(120)] }],
        children: Array.from({ length: 150_000 }, (_, i) => `urn:x:child:${i}`),
      };
      const write = await repository.events.beginWrite(OWNER, LEASE, 'stream');
      await repository.events.appendVocabulary(write, aCaptureID(), [element]);
      await repository.events.commitWrite(write);
      const snapshot = await repository.events.snapshot();
      assert.deepEqual(await repository.events.elements(['urn:x:big'], snapshot), [{ element, recordTime: write.recordTime }]);
      const parents = await repository.events.parents(['urn:x:child:149999', 'urn:x:child:0'], snapshot);
      assert.deepEqual(
        parents.map(({ element: { id } }) => id),
        ['urn:x:big'],
      );
    }));

  it('are taken back with their parts', () =>
    withFresh(mongo.subject)(async ({ repository }) => {
      const long = anObjectEvent({ epcList: Array.from({ length: 50_000 }, (_, i) => epcNumber(i)) });
      const { events } = repository;
      const empty = (await repository.gauges())['events'];
      const write = await events.beginWrite(OWNER, LEASE, 'stream');
      const captureID = aCaptureID();
      const { stored } = await record(events, [anObjectEvent({ epcList: [epcNumber('kept')] })]);
      const given = [
        {
          ...(stored[0] ?? assert.fail()),
          event: long,
          key: 'f'.repeat(32),
          origin: { ...(stored[0]?.origin ?? assert.fail()), captureID },
        },
      ];
      assert.deepEqual(await events.append(write, given), [{ outcome: 'stored' }]);
      await events.withdraw(write, captureID);
      assert.deepEqual(await events.append(write, given), [{ outcome: 'stored' }]);
      assert.deepEqual(await events.append(write, given), [{ outcome: 'stored' }]);
      assert.equal(await events.abandonWrite(write.number, 'mine'), true);
      assert.deepEqual(await findAll(events), stored);
      assert.equal((await repository.gauges())['events'], Number(empty) + 1);
    }));
});

describe('a packed value', () => {
  const json = fc.jsonValue({ depthSize: 'large', stringUnit: 'binary' });

  it('is what was packed, through BSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        // JSON knows no negative zero, and what is stored came from JSON.
        const given: unknown = JSON.parse(JSON.stringify(value));
        const { packed } = BSON.deserialize(BSON.serialize({ packed: pack(given) }, { ignoreUndefined: true }), {
          promoteBuffers: false,
        });
        assert.deepEqual(unpack(packed), given);
      }),
      { numRuns: 2000 },
    );
  });

  it('is readable in the database unless BSON changes it', () => {
    assert.equal(fitsBson({ a: [1, 'ä', null, true, { b: 1.5 }] }), true);
    for (const value of [{ 'a.b': 1 }, { $a: 1 }, { '': 1 }, 'half \ud800', { 'a\0': 1 }]) assert.equal(fitsBson(value), false);
  });
});
