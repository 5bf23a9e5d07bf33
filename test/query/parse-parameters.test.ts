import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parameterNames, parameters } from '../../server/query/parameters.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { prefixes } from './ask.ts';

const parse = (url: string, namespaces: Readonly<Record<string, string>> = prefixes) =>
  parseParameters(new URLSearchParams(url), namespaces);
const whereOf = (url: string) => parse(url).where.map(({ parameter: _, ...asked }) => asked);

/** The problem that a query is refused with. */
function refusal(url: string, namespaces?: Readonly<Record<string, string>>): HubProblem {
  try {
    parse(url, namespaces);
  } catch (problem) {
    assert.ok(problem instanceof HubProblem && problem.code === 'query-parameter', String(problem));
    return problem;
  }
  return assert.fail(`${url} is not refused`);
}

describe('lists', () => {
  it('are split at bars, and a repeated parameter adds to them', () => {
    const asked = [{ kind: 'word', field: 'bizStep', anyOf: ['shipping', 'receiving', 'packing'] }];
    assert.deepEqual(whereOf('EQ_bizStep=shipping|receiving|packing'), asked);
    assert.deepEqual(whereOf('EQ_bizStep=shipping%7Creceiving&EQ_bizStep=packing'), asked);
    assert.deepEqual(
      whereOf('EQ_bizStep=shipping&EQ_bizStep=urn:epcglobal:cbv:bizstep:shipping|receiving&EQ_bizStep=packing'),
      asked,
    );
  });

  it('have no empty value', () => {
    for (const url of ['EQ_bizStep=', 'EQ_bizStep=shipping|', 'MATCH_epc=', 'EQ_ex:f=', 'HASATTR_bizLocation='])
      assert.equal(refusal(url).facts.name, url.split('=')[0]);
  });

  it('take a bar into a text as %7C', () => {
    assert.deepEqual(whereOf('EQ_ex:f=a%257Cb|c').at(0), {
      kind: 'extensionEquals',
      field: { area: 'event', depth: 'top', ns: prefixes.ex, name: 'f' },
      anyOf: ['a%7Cb', 'a|b', 'c'],
    });
  });
});

describe('names', () => {
  it('that are none are refused with the nearest that are', () => {
    assert.deepEqual(refusal('EQ_bizstep=shipping').facts, { name: 'EQ_bizstep', allowed: ['EQ_bizStep'] });
    assert.deepEqual(refusal('MATCH_EPC=urn:x:y').facts.allowed, ['MATCH_epc']);
    assert.deepEqual(refusal('EQ_dispositon=active').facts.allowed, ['EQ_disposition']);
    assert.deepEqual(refusal('orderby=eventTime').facts.allowed, ['orderBy']);
    assert.match(refusal('EQ_bizstep=shipping').detail, /did you mean EQ_bizStep\?/);
  });

  it('that are near to nothing are refused with the whole list', () => {
    const { facts } = refusal('colour=red');
    assert.deepEqual(facts.allowed, parameterNames);
    for (const name of [
      'MATCH_anyEPC',
      'EQ_bizTransaction_TYPE',
      'GE_value_UOM',
      'EQ_INNER_ILMD_FIELD',
      'WD_readPoint',
      'orderBy',
    ])
      assert.ok(parameterNames.includes(name), name);
  });

  it('have only the comparisons that the standard gives them', () => {
    for (const name of [
      'GT_eventTime',
      'EQ_recordTime',
      'LE_errorDeclarationTime',
      'GT_bizStep',
      'WD_disposition',
      'EQ_percRank_CEL',
      'MATCH_quantity',
    ])
      assert.equal(refusal(`${name}=1`).facts.name, name);
  });

  it('end in a unit that exists', () => {
    assert.equal(refusal('GE_value_QQQ=1').facts.name, 'GE_value_QQQ');
    assert.deepEqual(refusal('GE_value_Cel=1').facts.allowed, ['GE_value_CEL']);
    assert.deepEqual(refusal('GE_quantity_kg=1').facts.allowed, ['GE_quantity_KGM']);
    assert.deepEqual(whereOf('GT_quantity_XUN=0'), [{ kind: 'quantity', op: 'GT', anyOf: [0], uom: 'XUN' }]);
  });

  it('are documented once each', () => {
    assert.equal(new Set(parameterNames).size, parameterNames.length);
    for (const { name, pattern } of parameters)
      assert.equal(pattern !== undefined, /_(?:TYPE|UOM|FIELD|ATTRIBUTE)$/.test(name), name);
  });
});

describe('extension names', () => {
  const field = (name: string) => whereOf(`${name}=1`).map((asked) => ('field' in asked ? asked.field : undefined))[0];

  it('come as prefix:name, as namespace#name, and as a whole URI', () => {
    const top = { area: 'event', depth: 'top', ns: 'https://ns.things.example/epcis/', name: 'batch-no.1' };
    assert.deepEqual(field('EQ_ex:batch-no.1'), top);
    assert.deepEqual(field('EQ_https://ns.things.example/epcis/%23batch-no.1'), top);
    assert.deepEqual(field('EQ_https://ns.things.example/epcis/batch-no.1'), top);
    assert.deepEqual(field('EQ_urn:example:ns%23f'), { ...top, ns: 'urn:example:ns', name: 'f' });
    assert.deepEqual(field('EQ_INNER_%23f'), { ...top, depth: 'inner', ns: '', name: 'f' });
  });

  it('tell their area', () => {
    const areas = {
      ILMD_: 'ilmd',
      ERROR_DECLARATION_: 'errorDeclaration',
      readPoint_: 'readPoint',
      bizLocation_: 'bizLocation',
      SENSORELEMENT_: 'sensorElement',
      SENSORMETADATA_: 'sensorMetadata',
      SENSORREPORT_: 'sensorReport',
    };
    for (const [mark, area] of Object.entries(areas)) {
      assert.deepEqual(field(`GE_${mark}ex:f`), { area, depth: 'top', ns: prefixes.ex, name: 'f' });
      assert.deepEqual(field(`GE_INNER_${mark}ex:f`), { area, depth: 'inner', ns: prefixes.ex, name: 'f' });
    }
  });

  it('need their prefix declared, but for those the standard binds', () => {
    const problem = refusal('EQ_nope:f=1');
    assert.equal(problem.facts.name, 'EQ_nope:f');
    assert.match(problem.detail, /prefix nope is not declared/);
    assert.deepEqual(whereOf('EXISTS_ILMD_cbvmda:lotNumber=true'), [
      { kind: 'extensionExists', field: { area: 'ilmd', depth: 'top', ns: 'urn:epcglobal:cbv:mda', name: 'lotNumber' } },
    ]);
  });

  it('are refused where they are no names', () => {
    for (const url of ['EQ_constructor:f=1', 'EQ_ex:=1', 'EQ_ex:a b=1', 'EQ_ILMD_=1', 'EQ_%23=1', 'EQ_:f=1', 'EQ_ex:1=1'])
      refusal(url);
  });
});

describe('values', () => {
  it('that are times have a zone', () => {
    assert.match(refusal('GE_eventTime=2025-03-03T12:00:00').detail, /zone/);
    assert.match(refusal('GE_eventTime=2025-03-03T12:00:00+01:00').detail, /%2B/);
    for (const url of [
      'LT_eventTime=yesterday',
      'GE_recordTime=',
      'LT_startTime=2025-02-30T00:00:00Z',
      'GE_errorDeclarationTime=5',
      'GE_time=2025-03-03',
    ])
      refusal(url);
  });

  it('that are numbers are decimal', () => {
    for (const url of [
      'EQ_quantity=many',
      'GE_quantity=',
      'GT_value_CEL=1,5',
      'LE_percRank=0x10',
      'EQ_value_CEL=1|Infinity',
      'GE_quantity=NaN',
      'GE_quantity=1e999',
    ])
      refusal(url);
    assert.deepEqual(whereOf('EQ_quantity=1|2.50|1e3|-4'), [{ kind: 'quantity', op: 'EQ', anyOf: [1, 2.5, 1000, -4] }]);
  });

  it('that are words are standard ones or URIs, and the nearest is named', () => {
    assert.deepEqual(refusal('EQ_bizStep=shiping').facts, { name: 'EQ_bizStep', allowed: ['shipping'] });
    assert.ok(refusal('EQ_disposition=zzz').facts.allowed?.includes('in_transit'));
    assert.deepEqual(refusal('EQ_action=SHIPPED').facts.allowed, ['ADD', 'OBSERVE', 'DELETE']);
    assert.ok(refusal('eventType=ShippingEvent').facts.allowed?.includes('ObjectEvent'));
    for (const url of ['EQ_action=add', 'EQ_type=warmth', 'EQ_errorReason=oops', 'eventType=objectEvent']) refusal(url);
  });

  it('that are types of transactions may be anybody’s', () => {
    assert.deepEqual(whereOf('EQ_bizTransaction_voucher=urn:x:1'), [
      { kind: 'typed', list: 'bizTransaction', type: 'voucher', anyOf: ['urn:x:1'] },
    ]);
    assert.deepEqual(whereOf('EQ_bizTransaction_ex:voucher=urn:x:1'), [
      { kind: 'typed', list: 'bizTransaction', type: `${prefixes.ex}voucher`, anyOf: ['urn:x:1'] },
    ]);
  });

  it('that are patterns are whole', () => {
    for (const pattern of [
      'urn:epc:idpat:sgtin:9521234.0123*.*',
      'urn:epc:idpat:sgtin:9521234.*',
      'urn:epc:idpat:nope:*',
      'urn:epc:id:sgtin:9521234.*.*',
      'urn:epc:idpat:sgtin:95212.*.*',
    ])
      assert.equal(refusal(`MATCH_epc=${pattern}`).facts.name, 'MATCH_epc', pattern);
  });

  it('that say whether something is there are true or false', () => {
    assert.deepEqual(whereOf('EXISTS_errorDeclaration=false&EXISTS_ex:f=false'), []);
    assert.deepEqual(whereOf('EXISTS_errorDeclaration=true').length + whereOf('EXISTS_errorDeclaration=').length, 2);
    refusal('EXISTS_errorDeclaration=perhaps');
    refusal('EQ_booleanValue=1');
  });

  it('stand alone where there is no list', () => {
    for (const url of [
      'GE_eventTime=2025-03-03T12:00:00Z&GE_eventTime=2025-03-04T12:00:00Z',
      'GE_quantity=1&GE_quantity=2',
      'GE_quantity=1|2',
      'EQ_booleanValue=true|false',
      'orderBy=eventTime&orderBy=eventTime',
    ])
      refusal(url);
  });
});

describe('master data', () => {
  it('is asked for by place, by attribute, and by value', () => {
    assert.deepEqual(whereOf('WD_bizLocation=urn:epc:id:sgln:9521321.00102.0'), [
      { kind: 'within', field: 'bizLocation', anyOf: ['414/9521321001022'] },
    ]);
    assert.deepEqual(whereOf('HASATTR_EPCClass=ex:colour|urn:a'), [
      { kind: 'hasAttribute', field: 'epcClass', names: [`${prefixes.ex}colour`, 'urn:a'] },
    ]);
    const asked = [{ kind: 'attributeEquals', field: 'readPoint', name: 'urn:x:a_b', anyOf: ['1', '2'] }];
    assert.deepEqual(whereOf('EQATTR_readPoint_urn:x:a_b=1|2'), asked);
    assert.deepEqual(whereOf('EQ_ATTR_readPoint_urn:x:a_b=1|2'), asked);
    assert.deepEqual(whereOf('EQATTR_ex:f_urn:colour=red'), [
      {
        kind: 'attributeEquals',
        field: { area: 'event', depth: 'top', ns: prefixes.ex, name: 'f' },
        name: 'urn:colour',
        anyOf: ['red'],
      },
    ]);
  });

  it('is refused for fields that have none, and where field and attribute cannot be told apart', () => {
    assert.ok(refusal('HASATTR_action=urn:a').facts.allowed?.includes('HASATTR_readPoint'));
    assert.ok(refusal('EQATTR_eventTime_urn:a=1').facts.allowed?.includes('EQATTR_readPoint_ATTRIBUTE'));
    assert.match(refusal('EQATTR_ex:f_g_h=1').detail, /underscores/);
  });
});

describe('order and limits', () => {
  const aboutAll = (url: string) => {
    const { where: _, ...rest } = parse(url);
    return rest;
  };

  it('default to descending order', () => {
    assert.deepEqual(aboutAll('orderBy=eventTime'), { order: { by: 'eventTime', direction: 'DESC' } });
    assert.deepEqual(aboutAll('orderBy=recordTime&orderDirection=ASC&eventCountLimit=5'), {
      order: { by: 'recordTime', direction: 'ASC' },
      eventCountLimit: 5,
    });
    assert.deepEqual(aboutAll('orderBy=ex:score'), {
      order: { by: { area: 'event', depth: 'top', ns: prefixes.ex, name: 'score' }, direction: 'DESC' },
    });
    assert.deepEqual(aboutAll('maxEventCount=10'), { maxEventCount: 10 });
    assert.deepEqual(aboutAll('orderDirection=ASC'), {});
  });

  it('refuse what cannot stand together', () => {
    assert.equal(refusal('eventCountLimit=5').facts.name, 'eventCountLimit');
    assert.match(refusal('orderBy=eventTime&eventCountLimit=5&maxEventCount=5').detail, /maxEventCount/);
  });

  it('refuse what is no order and no count', () => {
    for (const url of [
      'orderBy=bizStep',
      'orderBy=nope:f',
      'orderBy=eventTime&orderDirection=SIDEWAYS',
      'orderBy=eventTime&orderDirection=asc',
      'maxEventCount=0',
      'maxEventCount=-1',
      'maxEventCount=1.5',
      'maxEventCount=many',
      'orderBy=eventTime&eventCountLimit=0',
    ])
      refusal(url);
  });
});
