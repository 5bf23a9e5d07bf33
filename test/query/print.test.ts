import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventQuery } from '../../server/query/ast.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { printJsonQuery, printParameters } from '../../server/query/print.ts';
import { prefixes } from './ask.ts';

describe('printing a query', () => {
  it('writes one notation, whatever was read', () => {
    const url =
      'EQ_bizStep=urn:epcglobal:cbv:bizstep:shipping|packing&MATCH_epc=urn:epc:id:sgtin:9521234.012345.1|urn:epc:idpat:sscc:9521234.*&EQ_ILMD_ex:lot=a&GE_eventTime=2025-03-03T12:00:00.0005%2B01:00&orderBy=ex:score&eventCountLimit=7';
    const query = parseParameters(new URLSearchParams(url), prefixes);
    assert.deepEqual(printParameters(query), [
      ['EQ_bizStep', 'shipping|packing'],
      ['MATCH_epc', 'https://id.gs1.org/01/09521234123453/21/1|urn:epc:idpat:sscc:9521234.*'],
      ['EQ_ILMD_https://ns.things.example/epcis/#lot', 'a'],
      ['GE_eventTime', '2025-03-03T11:00:00.0005Z'],
      ['orderBy', 'https://ns.things.example/epcis/#score'],
      ['orderDirection', 'DESC'],
      ['eventCountLimit', '7'],
    ]);
    assert.deepEqual(printJsonQuery(query)['EQ_bizStep'], ['shipping', 'packing']);
    assert.deepEqual(parseParameters(printParameters(query), {}).order, query.order);
  });

  it('writes a bar inside of a text so that it stays inside', () => {
    const query: EventQuery = {
      where: [{ parameter: 'EQ_stringValue', kind: 'word', field: 'sensor.stringValue', anyOf: ['a|b', 'c'] }],
    };
    assert.deepEqual(printParameters(query), [['EQ_stringValue', 'a%7Cb|c']]);
    assert.deepEqual(printParameters({ where: [], maxEventCount: 3 }), [['maxEventCount', '3']]);
  });

  it('fails for what no parameter asks', () => {
    const answered: EventQuery = { where: [{ parameter: 'HASATTR_source', kind: 'party', list: 'source', anyOf: [] }] };
    const mixed: EventQuery = { where: [{ parameter: 'own', kind: 'epc', fields: ['epc', 'parentID'], anyOf: [] }] };
    for (const query of [answered, mixed]) assert.throws(() => printParameters(query), /no parameter asks/);
  });
});
