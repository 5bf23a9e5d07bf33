import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VocabularyElement } from '../../server/epcis/document.ts';
import { resolveMasterData } from '../../server/query/master-data.ts';
import { matches } from '../../server/query/matches.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { aDestination, anObjectEvent, aQuantity, aTransformationEvent, stored } from '../build/event.ts';
import { lookupIn } from '../build/vocabulary-in-memory.ts';
import { prefixes } from './ask.ts';

const site = 'urn:epc:id:sgln:9521234.00001.0';
const hall = 'urn:epc:id:sgln:9521234.00001.HALL';
const shelf = 'https://id.gs1.org/414/9521234000013/254/SHELF';
const lot = 'urn:epc:class:lgtin:9521234.012345.L1';

const element = (
  type: string,
  id: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[] = [],
): VocabularyElement => ({
  type: `urn:epcglobal:epcis:vtype:${type}`,
  id,
  attributes: Object.entries(attributes).map(([name, value]) => ({ id: name, value })),
  children,
});

const elements = [
  element('BusinessLocation', site, { 'urn:epcglobal:cbv:mda:name': 'Site', 'urn:example:empty': '' }, [hall]),
  element('BusinessLocation', hall, { 'cbvmda:sst': '204' }, ['urn:epc:id:sgln:9521234.00001.SHELF', site]),
  element('ReadPoint', hall, { 'urn:example:colour': 'red' }),
  element('EPCClass', lot, { 'urn:example:colour': 'blue' }),
  element('BusinessStep', 'urn:epcglobal:cbv:bizstep:shipping', { 'urn:example:colour': 'green' }),
  element('Party', 'urn:epc:id:pgln:9521234.00009', { 'urn:example:colour': 'white' }),
  element('Vehicle', 'urn:example:truck:7', { 'urn:example:colour': 'black' }),
];

async function found(parameters: string): Promise<readonly number[]> {
  const events = [
    anObjectEvent({ bizLocation: site, bizStep: 'shipping' }),
    anObjectEvent({ bizLocation: shelf, readPoint: hall }),
    aTransformationEvent({ outputQuantityList: [aQuantity('https://id.gs1.org/01/09521234123453/10/L1')] }),
    anObjectEvent({ destinationList: [aDestination('owning_party', 'https://id.gs1.org/417/9521234000099')] }),
    anObjectEvent({ extensions: [{ ns: prefixes.ex, name: 'truck', prefix: 'ex', value: 'urn:example:truck:7' }] }),
  ].map((event) => stored(event));
  const query = await resolveMasterData(parseParameters(new URLSearchParams(parameters), prefixes), lookupIn(elements));
  return events.flatMap((event, place) => (matches(query, event) ? [place] : []));
}

describe('questions to master data', () => {
  it('about what is below a place go to any depth, round circles, through its own vocabulary only', async () => {
    assert.deepEqual(await found(`WD_bizLocation=${site}`), [0, 1]);
    assert.deepEqual(await found('WD_bizLocation=https://id.gs1.org/414/9521234000013/254/HALL'), [0, 1]);
    assert.deepEqual(await found(`WD_readPoint=${site}`), []);
    assert.deepEqual(await found(`WD_readPoint=${hall}`), [1]);
  });

  it('about a place without master data ask for the place', async () => {
    assert.deepEqual(await found(`WD_bizLocation=${encodeURIComponent(shelf)}`), [1]);
    assert.deepEqual(await found('WD_bizLocation=urn:example:nowhere'), []);
  });

  it('about attributes find what has them, in its own vocabulary', async () => {
    assert.deepEqual(await found('HASATTR_bizLocation=urn:epcglobal:cbv:mda:name|urn:nothing'), [0]);
    assert.deepEqual(await found('HASATTR_bizLocation=urn:example:colour'), []);
    assert.deepEqual(await found('HASATTR_bizLocation=urn:example:empty'), []);
    assert.deepEqual(await found('EQATTR_readPoint_urn:example:colour=red|green'), [1]);
    assert.deepEqual(await found('EQATTR_epcClass_urn:example:colour=blue'), [2]);
    assert.deepEqual(await found('EQATTR_bizStep_urn:example:colour=green'), [0]);
    assert.deepEqual(await found('HASATTR_destination=urn:example:colour'), [3]);
    assert.deepEqual(await found('HASATTR_source=urn:example:colour'), []);
    assert.deepEqual(await found('EQATTR_ex:truck_urn:example:colour=black'), [4]);
    assert.deepEqual(await found('EQATTR_ex:truck_urn:example:colour=red'), []);
  });

  it('leave the rest of the query as it is', async () => {
    assert.deepEqual(await found(`WD_bizLocation=${site}&EQ_bizStep=shipping`), [0]);
    const query = parseParameters([['EQ_bizStep', 'shipping']], {});
    assert.equal(await resolveMasterData(query, lookupIn([])), query);
  });
});
