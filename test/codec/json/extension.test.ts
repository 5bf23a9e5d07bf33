import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Extension } from '../../../server/epcis/event.ts';
import { documentOf, ids, objectEvent, read } from './read.ts';

const NS = 'https://example.com/epcis/';

/** The extensions that these members of an event are read as. */
async function extensionsOf(members: object): Promise<readonly Extension[] | undefined> {
  const { events, issues } = await read(documentOf([objectEvent(members)]));
  assert.deepEqual(issues, []);
  return events[0]?.extensions;
}

describe('an extension', () => {
  it('keeps text, numbers, booleans and null', async () => {
    assert.deepEqual(
      (await extensionsOf({ 'ex:a': 'x', 'ex:b': 1.5, 'ex:c': true, 'ex:d': null, 'ex:e': '' }))?.map(({ value }) => value),
      ['x', { value: 1.5, text: '1.5' }, true, null, ''],
    );
  });

  it('keeps objects, with names with and without namespace', async () => {
    assert.deepEqual(
      await extensionsOf({ 'ex:a': { 'ex:b': 'x', plain: { '@value': 'y', '@type': 'xsd:date' } }, 'ex:none': {} }),
      [
        {
          ns: NS,
          name: 'a',
          prefix: 'ex',
          value: [
            { ns: NS, name: 'b', prefix: 'ex', value: 'x' },
            {
              ns: '',
              name: 'plain',
              prefix: '',
              value: [
                { ns: '', name: '@value', prefix: '', value: 'y' },
                { ns: '', name: '@type', prefix: '', value: 'xsd:date' },
              ],
            },
          ],
        },
        { ns: NS, name: 'none', prefix: 'ex', value: [] },
      ],
    );
  });

  it('keeps lists: as neighbours of one name, each marked', async () => {
    const item = (value: Extension['value']): Extension => ({ ns: NS, name: 'a', prefix: 'ex', value, list: true });
    assert.deepEqual(await extensionsOf({ 'ex:a': ['x', { 'ex:b': 1 }, null] }), [
      item('x'),
      item([{ ns: NS, name: 'b', prefix: 'ex', value: { value: 1, text: '1' } }]),
      item(null),
    ]);
    assert.deepEqual(await extensionsOf({ 'ex:a': ['x'] }), [item('x')]);
  });

  it('keeps empty lists and lists of lists apart from everything else', async () => {
    const values: readonly unknown[] = [[], [[]], [{}], {}, [[1]], [1], [[1], [2, []]], '', null];
    const read = await Promise.all(values.map((value) => extensionsOf({ 'ex:a': value })));
    assert.equal(new Set(read.map((extensions) => JSON.stringify(extensions))).size, values.length);
    assert.deepEqual(read[0], [{ ns: NS, name: 'a', prefix: 'ex', value: [{ ns: '', name: '', prefix: '', value: [] }] }]);
    assert.deepEqual(read[4]?.[0]?.value, [{ ns: '', name: '', prefix: '', value: { value: 1, text: '1' }, list: true }]);
  });

  it('may bind prefixes of its own, in the way of JSON-LD or, tolerated, of XML', async () => {
    const inner = await extensionsOf({ 'ex:a': { '@context': { in: 'urn:in:' }, 'in:b': 1 } });
    assert.deepEqual(inner?.[0]?.value, [{ ns: 'urn:in:', name: 'b', prefix: 'in', value: { value: 1, text: '1' } }]);
    const xml = documentOf([
      objectEvent({ 'old:a': { '@xmlns:old': 'urn:old', '#text': '0' }, 'old:b': { '@xmlns:old': 'urn:old', 'old:c': 'd' } }),
    ]);
    assert.deepEqual(ids((await read(xml)).errors), ['prefix-declared-as-xml', 'prefix-declared-as-xml']);
    const { events, errors } = await read(xml, { mode: 'tolerant' });
    assert.deepEqual(errors, []);
    assert.deepEqual(events[0]?.extensions, [
      { ns: 'urn:old', name: 'a', prefix: 'old', value: '0' },
      { ns: 'urn:old', name: 'b', prefix: 'old', value: [{ ns: 'urn:old', name: 'c', prefix: 'old', value: 'd' }] },
    ]);
  });

  it('has a name that is a URI, whose prefix is declared', async () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['lot', 'extension-without-namespace', 'context'],
      ['@id', 'keyword-not-allowed', 'context'],
      ['my_ext:lot', 'prefix-undeclared', 'context'],
      ['ex:my lot', 'field-name-invalid', 'schema'],
      ['__proto__', 'extension-without-namespace', 'context'],
      ['bizstep', 'field-unknown', 'schema'],
    ];
    for (const [name, id, layer] of cases) {
      const text = JSON.stringify(documentOf([objectEvent({ HERE: 1 })])).replace('HERE', name);
      const { errors } = await read(text);
      assert.equal(errors[0]?.id, id, name);
      assert.equal(errors[0].layer, layer);
      assert.equal(errors[0].at.column, text.indexOf(`"${name}":1`) + 1);
      const tolerant = await read(text, { mode: 'tolerant' });
      assert.deepEqual(tolerant.errors, [], name);
      assert.equal(tolerant.events[0]?.extensions?.length, 1, name);
    }
    const typo = await read(documentOf([objectEvent({ bizstep: 'shipping' })]));
    assert.equal(typo.errors[0]?.hint, 'Did you mean bizStep?');
  });

  it('has a name', async () => {
    for (const members of [{ '': 1 }, { 'ex:a': { '': 1 } }]) {
      const { errors } = await read(documentOf([objectEvent(members)]), { mode: 'tolerant' });
      assert.deepEqual(ids(errors), ['field-name-invalid']);
    }
  });

  it('may have a name with characters that a URI has escaped', async () => {
    const escaped = await extensionsOf({ 'ex:gr%C3%B6%C3%9Fe': 1, 'ex:a%2Fb': 2, 'ex:%FF': 3 });
    assert.deepEqual(
      escaped?.map(({ name }) => name),
      ['größe', 'a%2Fb', '%FF'],
    );
  });

  it('of ilmd has a namespace, too', async () => {
    const { errors } = await read(documentOf([objectEvent({ action: 'ADD', ilmd: { lot: 'L1', 'ex:ok': 1 } })]));
    assert.deepEqual(
      errors.map(({ id, layer, at }) => [id, layer, at.path]),
      [['extension-without-namespace', 'context', '/epcisBody/eventList/0/ilmd/lot']],
    );
  });
});
