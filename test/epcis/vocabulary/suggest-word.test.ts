import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { standardWords } from '../../../server/epcis/vocabulary/cbv.ts';
import { suggestWord } from '../../../server/epcis/vocabulary/suggest-word.ts';

describe('a suggestion', () => {
  it('replaces words that earlier versions had', () => {
    assert.equal(suggestWord('disposition', 'urn:epcglobal:cbv:disp:non_sellable_expired'), 'expired');
    assert.equal(suggestWord('disposition', 'non_sellable_recalled'), 'recalled');
    assert.equal(suggestWord('bizStep', 'transforming'), 'commissioning');
  });

  it('overlooks case and separators', () => {
    assert.equal(suggestWord('bizStep', 'Shipping'), 'shipping');
    assert.equal(suggestWord('disposition', 'In Transit'), 'in_transit');
    assert.equal(suggestWord('disposition', 'inTransit'), 'in_transit');
    assert.equal(suggestWord('bizStep', 'https://ref.gs1.org/cbv/bizstep-stock-taking'), 'stock_taking');
    assert.equal(suggestWord('measurementType', 'gs1:temperature'), 'Temperature');
  });

  it('finds other forms of the verb', () => {
    for (const text of ['ship', 'shipped', 'ships']) assert.equal(suggestWord('bizStep', text), 'shipping', text);
    assert.equal(suggestWord('bizStep', 'received'), 'receiving');
    assert.equal(suggestWord('bizStep', 'commission'), 'commissioning');
  });

  it('finds slips of the finger', () => {
    assert.equal(suggestWord('bizStep', 'shiping'), 'shipping');
    assert.equal(suggestWord('bizStep', 'recieving'), 'receiving');
    assert.equal(suggestWord('disposition', 'in_trasnit'), 'in_transit');
    assert.equal(suggestWord('sourceDestinationType', 'owning_partie'), 'owning_party');
  });

  it('is not made for the right word, a private one, nonsense, or one between two others', () => {
    assert.equal(suggestWord('bizStep', 'shipping'), undefined);
    assert.equal(suggestWord('bizStep', 'urn:epcglobal:cbv:bizstep:shipping'), undefined);
    assert.equal(suggestWord('bizStep', 'https://example.com/shiping'), undefined);
    assert.equal(suggestWord('bizStep', 'juggling'), undefined);
    assert.equal(suggestWord('bizStep', '  '), undefined);
    assert.equal(suggestWord('bizStep', 'pecking'), undefined);
    assert.equal(suggestWord('component', 'w'), undefined);
  });

  it('is never made for a standard word', () => {
    for (const name of ['bizStep', 'disposition', 'measurementType'] as const)
      for (const word of standardWords(name)) assert.equal(suggestWord(name, word), undefined);
  });
});
