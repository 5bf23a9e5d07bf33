import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseJsonQuery } from '../../server/query/parse-json.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { prefixes } from './ask.ts';

const parse = (json: unknown) => parseJsonQuery(json, {});

describe('a query as JSON', () => {
  it('asks what the same parameters in a URL ask', () => {
    const json = {
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ex: 'https://ns.things.example/epcis/' }],
      eventType: ['ObjectEvent'],
      GE_eventTime: '2025-03-03T12:00:00+01:00',
      EQ_quantity: [1, 2.5],
      GE_value_CEL: 4,
      EQ_booleanValue: false,
      'EQ_ex:score': 15,
      'EQ_ILMD_ex:lot': ['A', 'B'],
      MATCH_anyEPC: ['urn:epc:idpat:sgtin:9521234.*.*'],
      orderBy: 'eventTime',
      eventCountLimit: 7,
    };
    const url =
      'eventType=ObjectEvent&GE_eventTime=2025-03-03T12:00:00%2B01:00&EQ_quantity=1|2.5&GE_value_CEL=4&EQ_booleanValue=false&EQ_ex:score=15&EQ_ILMD_ex:lot=A|B&MATCH_anyEPC=urn:epc:idpat:sgtin:9521234.*.*&orderBy=eventTime&eventCountLimit=7';
    assert.deepEqual(parse(json), parseParameters(new URLSearchParams(url), prefixes));
  });

  it('keeps bars inside of values', () => {
    assert.deepEqual(parse({ EQ_stringValue: ['a|b'] }).where, [
      { parameter: 'EQ_stringValue', kind: 'word', field: 'sensor.stringValue', anyOf: ['a|b'] },
    ]);
  });

  it('asks for presence with whatever stands for true', () => {
    for (const value of [true, 1, null, {}, ''])
      assert.equal(parse({ EXISTS_errorDeclaration: value }).where.length, 1, JSON.stringify(value));
    for (const value of [false, 0]) assert.equal(parse({ EXISTS_errorDeclaration: value }).where.length, 0);
  });

  it('knows prefixes from outside, its own come first', () => {
    const json = { '@context': { ex: { '@id': 'https://inner.example/' } }, 'EXISTS_ex:f': true, 'EXISTS_out:f': true };
    const query = parseJsonQuery(json, { ex: 'https://outer.example/', out: 'https://outer.example/' });
    assert.deepEqual(
      query.where.map((asked) => 'field' in asked && typeof asked.field === 'object' && 'ns' in asked.field && asked.field.ns),
      ['https://inner.example/', 'https://outer.example/'],
    );
  });

  it('is refused where a value has the wrong shape', () => {
    const wrong: readonly unknown[] = [
      null,
      [],
      'EQ_bizStep=shipping',
      7,
      { EQ_bizStep: [] },
      { EQ_bizStep: null },
      { EQ_bizStep: [['shipping']] },
      { EQ_bizStep: { a: 1 } },
      { GE_eventTime: ['2025-03-03T12:00:00Z'] },
      { orderBy: ['eventTime'] },
      { GE_quantity: 'x' },
      { EQ_quantity: [null] },
      { '@context': 7 },
      { '@context': { ex: 7 } },
      { nonsense: 1 },
      { perPage: 10 },
    ];
    for (const json of wrong) assert.throws(() => parse(json), { code: 'query-parameter' }, JSON.stringify(json));
  });
});
