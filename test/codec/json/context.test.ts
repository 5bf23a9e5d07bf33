import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentOf, epcisContext, ids, objectEvent, read } from './read.ts';

const withContext = (context: unknown, event: object = {}): Record<string, unknown> =>
  documentOf([objectEvent(event)], { '@context': context });

describe('@context', () => {
  it('may be an address, a list, objects of prefixes', async () => {
    for (const context of [
      epcisContext,
      [epcisContext],
      [epcisContext, { ex: 'https://example.com/' }, { other: 'urn:other:' }],
    ]) {
      assert.deepEqual((await read(withContext(context))).issues, []);
    }
    for (const address of [
      'https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
      'https://ref.gs1.org/standards/epcis/2.0.1/epcis-context.jsonld',
      'https://gs1.github.io/EPCIS/epcis-context.jsonld',
    ]) {
      assert.deepEqual((await read(withContext(address))).issues, [], address);
    }
  });

  it('gives names their namespaces: compact, full, and bound by an event', async () => {
    const { events, header, issues } = await read(
      withContext([epcisContext, { ex: 'https://example.com/' }], {
        '@context': { own: 'urn:own:' },
        'ex:a': 1,
        'own:b': 2,
        'https://example.com/c': 3,
        'https://elsewhere.example/x/d': 4,
        'gs1:e': 5,
      }),
    );
    assert.deepEqual(issues, []);
    assert.deepEqual(
      events[0]?.extensions?.map(({ ns, name, prefix }) => [ns, name, prefix]),
      [
        ['https://example.com/', 'a', 'ex'],
        ['urn:own:', 'b', 'own'],
        ['https://example.com/', 'c', ''],
        ['https://elsewhere.example/x/', 'd', ''],
        ['https://gs1.org/voc/', 'e', 'gs1'],
      ],
    );
    assert.deepEqual(events[0]?.context, { own: 'urn:own:' });
    assert.deepEqual(header?.namespaces, { ex: 'https://example.com/' });
  });

  it('of one event does not hold for the next', async () => {
    const events = [objectEvent({ '@context': { own: 'urn:own:' }, 'own:b': 2 }), objectEvent({ 'own:b': 2 })];
    const { issues } = await read(documentOf(events));
    assert.deepEqual(
      issues.map(({ id, event, at }) => [id, event, at.path]),
      [['prefix-undeclared', 1, '/epcisBody/eventList/1/own:b']],
    );
  });

  it('expands compact identifiers and words', async () => {
    const { events, issues } = await read(
      withContext([epcisContext, { ex: 'https://example.com/' }], {
        epcList: ['ex:obj/1', 'urn:epc:id:sgtin:9521234.012345.1'],
        bizStep: 'ex:polishing',
        disposition: 'cbv:Disp-in_transit',
        readPoint: { id: 'ex:dock' },
      }),
    );
    assert.deepEqual(issues, []);
    const [event] = events;
    assert.ok(event?.type === 'ObjectEvent');
    assert.deepEqual(event.epcList, ['https://example.com/obj/1', 'urn:epc:id:sgtin:9521234.012345.1']);
    assert.deepEqual(event.bizStep, { word: 'https://example.com/polishing', text: 'ex:polishing' });
    assert.deepEqual(event.disposition, { word: 'in_transit', text: 'cbv:Disp-in_transit' });
    assert.deepEqual(event.readPoint, { id: 'https://example.com/dock' });
  });

  it('is a finding where it is missing, not that of EPCIS, or none', async () => {
    const missing = documentOf([objectEvent()]);
    delete missing['@context'];
    assert.deepEqual(ids((await read(missing)).errors), ['context-missing']);
    const cases: readonly (readonly [unknown, string])[] = [
      [[{ ex: 'https://example.com/' }], 'context-not-epcis'],
      [[], 'context-not-epcis'],
      [[epcisContext, 42], 'context-entry-invalid'],
      [[epcisContext, null], 'context-entry-invalid'],
      [[epcisContext, 'https://example.com/context.jsonld'], 'context-unknown'],
      [[epcisContext, epcisContext], 'context-entry-repeated'],
      [[epcisContext, { cbv: 'https://example.com/' }], 'context-term-protected'],
      [[epcisContext, { bizStep: 'https://example.com/step' }], 'context-term-protected'],
      [[epcisContext, { urn: 'https://example.com/' }], 'context-prefix-is-scheme'],
      [[epcisContext, { ex: 'no uri' }], 'context-namespace-invalid'],
      [[epcisContext, { ex: 7 }], 'context-definition-invalid'],
      [[epcisContext, { '@import': 'https://example.com/' }], 'context-keyword-refused'],
    ];
    for (const [context, id] of cases) {
      const strict = await read(withContext(context));
      assert.deepEqual(ids(strict.errors), [id]);
      const tolerant = await read(withContext(context), { mode: 'tolerant' });
      assert.deepEqual(tolerant.errors, [], id);
      assert.ok(ids(tolerant.issues).includes(id));
    }
    const { errors } = await read(withContext([epcisContext, 42]));
    assert.equal(errors[0]?.layer, 'context');
    assert.equal(errors[0]?.at.path, '/@context/1');
  });

  it('may bind a protected prefix to what it is bound to anyway', async () => {
    assert.deepEqual(
      (await read(withContext([epcisContext, { cbv: 'https://ref.gs1.org/cbv/', gs1: 'https://gs1.org/voc/' }]))).issues,
      [],
    );
  });

  it('of one other organisation is known', async () => {
    const { events, issues } = await read(
      withContext([epcisContext, 'https://ref.gs1eg.org/extensions/epcis/hc/2.0.0/hc-context.jsonld'], {
        'gs1egypthc:recallReason': 'x',
      }),
    );
    assert.deepEqual(ids(issues), ['context-built-in']);
    assert.equal(events[0]?.extensions?.[0]?.ns, 'https://ref.gs1eg.org/extensions/epcis/hc/voc/');
  });

  it('has its definitions simplified, which is remarked', async () => {
    const context = [
      epcisContext,
      { ex: 'https://example.com/', 'ex:count': { '@type': 'xsd:integer' }, lot: { '@id': 'ex:lotNumber' } },
    ];
    const { events, issues, errors } = await read(withContext(context, { 'ex:outer': { lot: 'L1' } }));
    assert.deepEqual(errors, []);
    assert.deepEqual(ids(issues), ['context-definition-simplified', 'context-definition-simplified']);
    assert.deepEqual(events[0]?.extensions?.[0]?.value, [
      { ns: 'https://example.com/', name: 'lotNumber', prefix: '', value: 'L1' },
    ]);
  });
});

describe('an undeclared prefix', () => {
  it('is an error, and in tolerant mode what JSON-LD would make of it', async () => {
    const document = withContext(epcisContext, { 'nowhere:field': 1 });
    const strict = await read(document);
    assert.deepEqual(ids(strict.errors), ['prefix-undeclared']);
    assert.equal(strict.errors[0]?.layer, 'context');
    const tolerant = await read(document, { mode: 'tolerant' });
    assert.deepEqual(tolerant.errors, []);
    assert.deepEqual(tolerant.events[0]?.extensions?.[0], {
      ns: 'nowhere:',
      name: 'field',
      prefix: '',
      value: { value: 1, text: '1' },
    });
  });
});

describe('@context after the events', () => {
  const late = (events: readonly object[]): string => {
    const { '@context': context, ...rest } = documentOf(events);
    return JSON.stringify({ ...rest, '@context': context });
  };

  it('is waited for by the first event that needs it, and by all after it', async () => {
    const text = late([objectEvent(), objectEvent({ 'ex:a': 1 }), objectEvent()]);
    const { decoded, issues } = await read(text, { chunk: 100 });
    assert.deepEqual(issues, []);
    assert.deepEqual(
      decoded.map(({ index }) => index),
      [0, 1, 2],
    );
    assert.equal(decoded[1]?.event?.extensions?.[0]?.ns, 'https://example.com/epcis/');
  });

  it('is not waited for longer than one event may take', async () => {
    const text = late(Array.from({ length: 20 }, () => objectEvent({ 'ex:a': 1 })));
    const { decoded, errors } = await read(text, { chunk: 100, limits: { eventBytes: 1000 } });
    assert.equal(decoded.length, 20);
    assert.equal(errors[0]?.id, 'context-late');
    assert.ok(errors.slice(1).every(({ id }) => id === 'prefix-undeclared'));
  });

  it('must not contradict what was known from outside', async () => {
    const text = late([objectEvent({ 'ex:a': 1 })]);
    const same = await read(text, { chunk: 100, namespaces: { ex: 'https://example.com/epcis/' } });
    assert.deepEqual(same.errors, []);
    const other = await read(text, { chunk: 100, namespaces: { ex: 'https://other.example/' } });
    assert.deepEqual(ids(other.errors), ['context-late']);
  });
});
