import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeIdentifier } from '../../../server/epcis/identifier/describe.ts';

const isValid = (scheme: string, body: string): boolean => describeIdentifier(`urn:epc:id:${scheme}:${body}`).valid;

describe('schemes that stay URNs', () => {
  it('gid has three whole numbers', () => {
    assert.ok(isValid('gid', '31415.0.1414'));
    for (const body of ['31415.271828', '31415.01.1', '1.2.3.4', 'a.1.2']) assert.ok(!isValid('gid', body), body);
  });

  it('usdod has a CAGE code and a number', () => {
    assert.ok(isValid('usdod', '2S194.12'));
    assert.ok(isValid('usdod', 'W81X9C.5'));
    for (const body of ['2S19.12', '2I194.12', '2S194.012', '2S194.', '2S194.1.2']) assert.ok(!isValid('usdod', body), body);
  });

  it('adi has a part number that may be empty and a serial that may begin with #', () => {
    for (const body of ['35962.PQ7VZ4.M37GXB92', '35962..M37', '35962.A%2FB.%23M37', '35962.A-B.1%2F2'])
      assert.ok(isValid('adi', body), body);
    for (const body of [
      '35962.PQ7VZ4.',
      '35962.a.1',
      '35962.A%23B.1',
      '35962.A.1%232',
      '35962.A.%23',
      '35962.A/B.1',
      'O5962.A.1',
      '35962.A',
    ])
      assert.ok(!isValid('adi', body), body);
    assert.ok(!isValid('adi', `35962.${'A'.repeat(33)}.1`));
  });

  it('bic has a check digit by ISO 6346', () => {
    assert.ok(isValid('bic', 'CSQU3054383'));
    // Sum 10 modulo 11 gives 0.
    assert.ok(isValid('bic', 'ZZZU0000140'));
    for (const body of ['CSQU3054384', 'CSQA3054383', 'csqu3054383', 'CSQU305438']) assert.ok(!isValid('bic', body), body);
  });

  it('imovn has a check digit', () => {
    assert.ok(isValid('imovn', '9176187'));
    for (const body of ['9176188', '917618', '91761877', 'A176187']) assert.ok(!isValid('imovn', body), body);
  });
});
