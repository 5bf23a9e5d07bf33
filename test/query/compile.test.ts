import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile } from '../../server/query/compile.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { factKey, termKey } from '../../server/query/term-key.ts';
import { prefixes } from './ask.ts';

const plan = (url: string, visibility: readonly (readonly string[])[] = []) =>
  compile(parseParameters(new URLSearchParams(url), prefixes), visibility);
const keys = (...terms: readonly string[]) => terms.map(termKey);

describe('a plan', () => {
  it('of nothing asked is everything, as recorded', () => {
    const unbounded = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
    assert.deepEqual(plan(''), {
      anyOf: [],
      facts: [],
      eventTime: unbounded,
      recordTime: unbounded,
      order: { by: 'recordTime', direction: 'ASC' },
    });
  });

  it('begins with what is rarest', () => {
    const { anyOf } = plan(
      'eventType=ObjectEvent&EQ_bizStep=shipping&EQ_readPoint=urn:epc:id:sgln:9521321.00101.0&MATCH_epc=urn:epc:id:sgtin:9521234.012345.1&EQ_eventID=urn:uuid:1',
      [['party=1', 'party=2']],
    );
    assert.deepEqual(anyOf, [
      keys('eventID=urn:uuid:1'),
      keys('epc=01/09521234123453/21/1'),
      keys('readPoint=414/9521321001015'),
      keys('party=1', 'party=2'),
      keys('bizStep=shipping'),
      keys('eventType=ObjectEvent'),
    ]);
  });

  it('takes patterns by their narrowest group, in every field asked for', () => {
    assert.deepEqual(plan('MATCH_epc=urn:epc:idpat:sgtin:9521234.012345.*').anyOf, [keys('epc.class=sgtin:01/09521234123453')]);
    assert.deepEqual(plan('MATCH_epc=urn:epc:idpat:sgtin:9521234.*.*').anyOf, [keys('epc.prefix=sgtin:952123')]);
    assert.deepEqual(plan('MATCH_epc=urn:epc:idpat:sgtin:*.*.*').anyOf, [keys('epc.scheme=sgtin')]);
    assert.deepEqual(plan('MATCH_anyEPC=urn:epc:idpat:sscc:9521234.*').anyOf, [
      keys(
        'epc.prefix=sscc:952123',
        'parentID.prefix=sscc:952123',
        'inputEPC.prefix=sscc:952123',
        'outputEPC.prefix=sscc:952123',
      ),
    ]);
    assert.deepEqual(plan('MATCH_anyEPC=urn:epc:id:sscc:9521234.3000000001').anyOf[0]?.length, 4);
  });

  it('takes both bounds of a time, and comparisons as closed intervals that hold every number in question', () => {
    const { eventTime, facts } = plan(
      'GE_eventTime=1970-01-01T00:00:01Z&LT_eventTime=1970-01-01T00:00:02Z&GE_quantity=3&LT_value_CEL=0&EQ_quantity=5|7',
    );
    assert.deepEqual(eventTime, { min: 1000, max: 2000 });
    const [atLeast, below, either] = facts;
    assert.equal(atLeast?.path, factKey('quantity'));
    assert.ok(atLeast && atLeast.min <= 3 && atLeast.min > 2.99 && atLeast.max === Number.POSITIVE_INFINITY);
    assert.equal(below?.path, factKey('value@temperature'));
    assert.ok(below && below.min === Number.NEGATIVE_INFINITY && below.max >= 273.15 && below.max < 273.16);
    assert.ok(either && either.min <= 5 && either.max >= 7);
  });

  it('keeps the order that stores keep, and says where the caller has to sort', () => {
    assert.deepEqual(plan('orderBy=eventTime').order, { by: 'eventTime', direction: 'DESC' });
    assert.equal(plan('orderBy=eventTime').sortedBy, undefined);
    assert.equal(plan('orderBy=ex:score').sortedBy, 'caller');
  });

  it('is refused for more values, or more conditions, than a store should be asked for', () => {
    const epcs = Array.from({ length: 12_501 }, (_, i) => ({ kind: 'key', key: `00/${i}` }) as const);
    const match = {
      parameter: 'MATCH_anyEPC',
      kind: 'epc',
      fields: ['epc', 'parentID', 'inputEPC', 'outputEPC'],
      anyOf: epcs,
    } as const;
    assert.throws(() => compile({ where: [match] }), { code: 'query-too-complex' });
    assert.equal(compile({ where: [{ ...match, anyOf: epcs.slice(0, 12_500) }] }).anyOf[0]?.length, 50_000);
    const step = { parameter: 'EQ_bizStep', kind: 'word', field: 'bizStep', anyOf: ['shipping'] } as const;
    assert.throws(() => compile({ where: Array.from({ length: 101 }, () => step) }), { code: 'query-too-complex' });
  });

  it('is refused for questions to master data that nobody has looked up', () => {
    for (const url of ['WD_readPoint=urn:x:1', 'HASATTR_bizLocation=urn:a', 'EQATTR_bizLocation_urn:a=1'])
      assert.throws(() => plan(url), { code: 'query-parameter', facts: { name: url.split('=')[0] } });
  });
});
