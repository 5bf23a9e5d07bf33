import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentOf, epcisContext, ids, objectEvent, read } from './read.ts';

describe('a JSON document', () => {
  it('yields its events and, when it is over, its header', async () => {
    const document = documentOf([objectEvent(), objectEvent({ action: 'DELETE' })], {
      id: 'https://example.com/documents/1',
      sender: 'urn:epc:id:pgln:9521234.00001',
      receiver: 'urn:epc:id:pgln:9521234.00002',
      instanceIdentifier: 'I-1',
      'ex:note': 'hello',
      epcisHeader: { 'ex:hop': 3 },
    });
    const { header, events, issues } = await read(document);
    assert.deepEqual(issues, []);
    assert.equal(events.length, 2);
    assert.deepEqual(header, {
      kind: 'EPCISDocument',
      syntax: 'json',
      version: '2.0',
      schemaVersion: '2.0',
      creationDate: { text: '2025-03-03T09:00:00.000Z', ms: Date.UTC(2025, 2, 3, 9) },
      id: 'https://example.com/documents/1',
      sender: 'urn:epc:id:pgln:9521234.00001',
      receiver: 'urn:epc:id:pgln:9521234.00002',
      instanceIdentifier: 'I-1',
      namespaces: { ex: 'https://example.com/epcis/' },
      extensions: [
        { ns: 'https://example.com/epcis/', name: 'note', prefix: 'ex', value: 'hello' },
        { ns: 'https://example.com/epcis/', name: 'hop', prefix: 'ex', value: { value: 3, text: '3' } },
      ],
    });
  });

  it('may be a query document', async () => {
    const queryResults = { queryName: 'Q', subscriptionID: 'S', resultsBody: { eventList: [objectEvent()] } };
    const { header, events, issues } = await read({ ...documentOf([]), type: 'EPCISQueryDocument', epcisBody: { queryResults } });
    assert.deepEqual(issues, []);
    assert.equal(events.length, 1);
    assert.equal(header?.kind, 'EPCISQueryDocument');
    assert.equal(header.queryName, 'Q');
    assert.equal(header.subscriptionID, 'S');
  });

  it('may be one event, which needs no context while it has no prefixes', async () => {
    const bare = await read({ '@context': epcisContext, ...objectEvent() });
    assert.deepEqual(bare.issues, []);
    assert.deepEqual(bare.header, { kind: 'event', syntax: 'json', version: '2.0', namespaces: {} });
    assert.deepEqual(bare.decoded[0]?.at, { line: 1, column: 1, path: '' });
    const alone = await read(objectEvent());
    assert.deepEqual(alone.errors, []);
    assert.deepEqual(ids(alone.issues), ['context-missing']);
    const prefixed = await read(objectEvent({ 'ex:a': 1 }));
    assert.deepEqual(ids(prefixed.errors), ['prefix-undeclared']);
    const outside = await read(objectEvent({ 'ex:a': 1 }), { namespaces: { ex: 'https://example.com/' } });
    assert.deepEqual(outside.errors, []);
    assert.equal(outside.events[0]?.extensions?.[0]?.ns, 'https://example.com/');
  });

  it('that is a list of events is refused, and read tolerantly', async () => {
    const strict = await read([objectEvent(), objectEvent()]);
    assert.deepEqual(ids(strict.errors), ['document-is-list']);
    const tolerant = await read([objectEvent(), objectEvent()], { mode: 'tolerant' });
    assert.equal(tolerant.events.length, 2);
    assert.deepEqual(tolerant.errors, []);
  });

  it('yields its master data element by element', async () => {
    const vocabularyList = [
      {
        type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
        vocabularyElementList: [
          {
            id: 'urn:epc:id:sgln:9521234.00001.0',
            attributes: [
              { id: 'urn:epcglobal:cbv:mda:name', attribute: 'Works' },
              { id: 'cbvmda:floors', attribute: 3.5 },
              { id: 'https://example.com/epcis/address', attribute: { 'ex:street': 'Elm', city: 'Bonn' } },
            ],
            children: ['urn:epc:id:sgln:9521234.00001.1'],
          },
          { id: 'urn:epc:id:sgln:9521234.00001.1' },
        ],
      },
    ];
    const { vocabulary, issues } = await read(documentOf([], { epcisHeader: { epcisMasterData: { vocabularyList } } }));
    assert.deepEqual(issues, []);
    assert.deepEqual(vocabulary, [
      {
        type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
        id: 'urn:epc:id:sgln:9521234.00001.0',
        attributes: [
          { id: 'urn:epcglobal:cbv:mda:name', value: 'Works' },
          { id: 'urn:epcglobal:cbv:mda:floors', value: '3.5' },
          {
            id: 'https://example.com/epcis/address',
            value: [
              { ns: 'https://example.com/epcis/', name: 'street', prefix: 'ex', value: 'Elm' },
              { ns: '', name: 'city', prefix: '', value: 'Bonn' },
            ],
          },
        ],
        children: ['urn:epc:id:sgln:9521234.00001.1'],
      },
      { type: 'urn:epcglobal:epcis:vtype:BusinessLocation', id: 'urn:epc:id:sgln:9521234.00001.1', attributes: [], children: [] },
    ]);
  });

  it('names what its envelope lacks', async () => {
    for (const name of ['type', 'schemaVersion', 'creationDate', 'epcisBody']) {
      const document = documentOf([objectEvent()]);
      delete document[name];
      const { errors } = await read(document);
      assert.ok(
        errors.some(({ id, message }) => id === 'field-missing' && message.includes(name)),
        name,
      );
    }
    const numeric = await read(documentOf([], { schemaVersion: 2.0 }));
    assert.deepEqual(ids(numeric.errors), ['value-type']);
    const stranger = await read(documentOf([], { sentBy: 'me' }));
    assert.deepEqual(ids(stranger.errors), ['extension-without-namespace']);
    const unknown = await read(documentOf([], { type: 'EPCISMasterDataDocument' }));
    assert.deepEqual(ids(unknown.errors), ['document-type-unknown']);
  });

  it('does not lose events that stand in the wrong body', async () => {
    const { events, errors } = await read(
      documentOf([], {
        epcisBody: { queryResults: { queryName: 'Q', resultsBody: { eventList: [objectEvent()] } } },
        type: 'EPCISDocument',
      }),
    );
    assert.equal(events.length, 1);
    assert.ok(ids(errors).includes('field-not-allowed'));
  });
});

describe('the place of an event', () => {
  it('is line, column and pointer of its first character', async () => {
    const text = JSON.stringify(documentOf([objectEvent({ 'ex:name': 'Café ☕ 𝕏' }), objectEvent()]), null, 2).replaceAll(
      '\n',
      '\r\n',
    );
    const { decoded } = await read(text);
    const lines = text.split('\r\n');
    const expected = lines.flatMap((line, i) => (line === '      {' ? [{ line: i + 1, column: 7 }] : []));
    assert.deepEqual(
      decoded.map(({ at }) => at),
      expected.map((at, i) => ({ ...at, path: `/epcisBody/eventList/${i}` })),
    );
  });

  it('counts UTF-16 units where everything stands in one line', async () => {
    const text = JSON.stringify(documentOf([objectEvent({ 'ex:name': 'Café ☕ 𝕏' }), objectEvent({ 'ex:last': true })]));
    const { decoded } = await read(text, { chunk: 7 });
    assert.deepEqual(decoded[1]?.at, {
      line: 1,
      column: text.lastIndexOf('{"type":"ObjectEvent"') + 1,
      path: '/epcisBody/eventList/1',
    });
  });
});

describe('chunks', () => {
  it('may end anywhere', async () => {
    const events = [
      objectEvent({ 'ex:text': 'a "quoted" \\ back\\\\slash, Größe 漢字 🎁 \u2028', 'ex:more': [1.0, { a: [] }, 'x'] }),
      objectEvent({ 'ex:escaped': '\u0001\ud83c\udf81' }),
    ];
    const text =
      `\uFEFF ${JSON.stringify(documentOf(events, { epcisHeader: { epcisMasterData: { vocabularyList: [] } } }), null, 1)} \n`
        .replace('"escaped"', '"esc\\u0061ped"')
        .replace('eventList', 'event\\u004cist');
    const bytes = Buffer.from(text);
    const whole = await read(bytes);
    assert.deepEqual(whole.issues, []);
    assert.equal(whole.events.length, 2);
    for (const chunk of [1, 2, 3, 5, 7, 11, 64, 333]) assert.deepEqual(await read(bytes, { chunk }), whole, `chunks of ${chunk}`);
  });
});
