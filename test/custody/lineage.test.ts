/** What it was made from and made into. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../build/ask-custody.ts';
import { aQuantity, aTransformationEvent } from '../build/event.ts';
import { as, lot, lotLink, unit, unitLink, when } from '../build/supply-chain.ts';

const mixed = as(
  'mixed',
  aTransformationEvent({
    eventTime: when('08:00'),
    inputEPCList: [unit('1')],
    inputQuantityList: [aQuantity(lot, 5, 'KGM')],
    outputEPCList: [unit('2'), unit('3')],
  }),
);

describe('lineage', () => {
  it('names inputs and outputs, of whatever level', () => {
    assert.deepEqual(ask([mixed], unit('1')).lineage, { madeFrom: [], madeInto: [unitLink('2'), unitLink('3')] });
    assert.deepEqual(ask([mixed], unit('2')).lineage, { madeFrom: [unitLink('1'), lotLink], madeInto: [] });
    assert.deepEqual(ask([mixed], lot).lineage, { madeFrom: [], madeInto: [unitLink('2'), unitLink('3')] });
  });

  it('takes the events of one transformationID as one transformation', () => {
    const transformationID = 'urn:example:mix:1';
    const poured = as('in', aTransformationEvent({ eventTime: when('08:00'), transformationID, inputEPCList: [unit('1')] }));
    const filled = as('out', aTransformationEvent({ eventTime: when('09:00'), transformationID, outputEPCList: [unit('2')] }));
    const again = as(
      'more',
      aTransformationEvent({ eventTime: when('10:00'), transformationID, outputEPCList: [unit('2'), unit('3')] }),
    );
    const other = as(
      'other',
      aTransformationEvent({ eventTime: when('10:00'), transformationID: 'urn:example:mix:2', outputEPCList: [unit('4')] }),
    );
    const events = [poured, filled, again, other];
    assert.deepEqual(ask(events, unit('2')).lineage, { madeFrom: [unitLink('1')], madeInto: [] });
    assert.deepEqual(ask(events, unit('1')).lineage, { madeFrom: [], madeInto: [unitLink('2'), unitLink('3')] });
    assert.deepEqual(ask(events, unit('2')).findings, []);
  });

  it('is not that of its container', () => {
    assert.deepEqual(ask([mixed], unit('9')).lineage, { madeFrom: [], madeInto: [] });
  });
});
