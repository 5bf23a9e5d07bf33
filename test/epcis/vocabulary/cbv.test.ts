import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isStandardWord, printWord, readWord, standardWords } from '../../../server/epcis/vocabulary/cbv.ts';

describe('a word of the CBV', () => {
  it('is one in all of its notations', () => {
    const notations = [
      'shipping',
      ' shipping\n',
      'urn:epcglobal:cbv:bizstep:shipping',
      'https://ref.gs1.org/cbv/BizStep-shipping',
      'http://ref.gs1.org/cbv/BizStep-shipping',
      'https://ns.gs1.org/cbv/BizStep-shipping',
      'cbv:BizStep-shipping',
    ];
    for (const text of notations) assert.deepEqual(readWord('bizStep', text), { word: 'shipping', text });
    assert.equal(readWord('disposition', 'urn:epcglobal:cbv:disp:in_transit').word, 'in_transit');
    assert.equal(readWord('bizTransactionType', 'cbv:BTT-po').word, 'po');
    assert.equal(readWord('sourceDestinationType', 'https://ref.gs1.org/cbv/SDT-owning_party').word, 'owning_party');
    assert.equal(readWord('errorReason', 'urn:epcglobal:cbv:er:did_not_occur').word, 'did_not_occur');
    assert.equal(readWord('component', 'cbv:Comp-latitude').word, 'latitude');
    for (const text of [
      'gs1:Temperature',
      'https://gs1.org/voc/Temperature',
      'https://www.gs1.org/voc/Temperature',
      'https://ref.gs1.org/voc/Temperature',
    ])
      assert.equal(readWord('measurementType', text).word, 'Temperature');
    assert.equal(readWord('sensorAlert', 'gs1:ALARM_CONDITION').word, 'ALARM_CONDITION');
  });

  it('of another vocabulary, of an earlier version or of somebody’s own stays what it is', () => {
    for (const text of [
      'urn:epcglobal:cbv:disp:shipping',
      'urn:epcglobal:cbv:bizstep:transforming',
      'in_transit',
      'ex:foo',
      'https://example.com/step',
      'Shipping',
    ])
      assert.equal(readWord('bizStep', text).word, text);
  });

  it('has its standard prefix expanded where the vocabulary does not have it', () => {
    assert.equal(readWord('bizStep', 'cbv:BizStep-flying').word, 'https://ref.gs1.org/cbv/BizStep-flying');
    assert.equal(readWord('measurementType', 'gs1:Happiness').word, 'https://gs1.org/voc/Happiness');
  });

  it('is written in every notation', () => {
    assert.equal(printWord('bizStep', 'shipping', 'bare'), 'shipping');
    assert.equal(printWord('bizStep', 'shipping', 'urn'), 'urn:epcglobal:cbv:bizstep:shipping');
    assert.equal(printWord('bizStep', 'shipping', 'web-uri'), 'https://ref.gs1.org/cbv/BizStep-shipping');
    assert.equal(printWord('component', 'latitude', 'urn'), 'https://ref.gs1.org/cbv/Comp-latitude');
    assert.equal(printWord('measurementType', 'Temperature', 'urn'), 'https://gs1.org/voc/Temperature');
    assert.equal(printWord('bizStep', 'https://example.com/step', 'urn'), 'https://example.com/step');
    assert.equal(printWord('bizStep', 'transforming', 'urn'), 'transforming');
  });

  it('is written so that it is read again', () => {
    const names = [
      'bizStep',
      'disposition',
      'bizTransactionType',
      'sourceDestinationType',
      'errorReason',
      'component',
      'measurementType',
      'sensorAlert',
    ] as const;
    for (const name of names)
      for (const word of standardWords(name))
        for (const notation of ['bare', 'urn', 'web-uri'] as const)
          assert.equal(readWord(name, printWord(name, word, notation)).word, word);
  });
});

describe('the vocabularies', () => {
  it('have as many words as CBV 2.0, none twice', () => {
    const counts = {
      bizStep: 41,
      disposition: 33,
      bizTransactionType: 13,
      sourceDestinationType: 3,
      errorReason: 2,
      component: 14,
      measurementType: 72,
      sensorAlert: 2,
    } as const;
    for (const [name, count] of Object.entries(counts)) {
      const words = standardWords(name as keyof typeof counts);
      assert.equal(words.length, count, name);
      assert.equal(new Set(words).size, count, name);
    }
  });

  it('know their bare words only', () => {
    assert.ok(isStandardWord('disposition', 'in_transit'));
    assert.ok(!isStandardWord('disposition', 'urn:epcglobal:cbv:disp:in_transit'));
    assert.ok(!isStandardWord('disposition', 'shipping'));
    assert.ok(!isStandardWord('disposition', 'toString'));
  });
});
