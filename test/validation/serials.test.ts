import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRules } from '../../server/validation/validate.ts';
import { anObjectEvent } from '../build/event.ts';

/** Ids of findings about these EPCs, after many of the same product so that the product is known. */
function findingsAfter(beginning: string, serials: readonly string[]): readonly string[] {
  const many = Array.from({ length: 100 }, (_, i) => `${beginning}${i}`);
  const event = anObjectEvent({ epcList: [...many, ...serials.map((serial) => beginning + serial)] });
  return checkRules({ index: 0, at: {}, issues: [], event }).map(({ message }) => message);
}

describe('serial numbers of a known product', () => {
  const urn = 'urn:epc:id:sgtin:9521234.012345.';
  const link = 'https://id.gs1.org/01/09521234123453/21/';

  it('are judged like those of the first', () => {
    for (const beginning of [urn, link]) {
      assert.deepEqual(findingsAfter(beginning, ['A', 'a-b_c', '1'.repeat(20), '%2Fx']), []);
      for (const wrong of ['1'.repeat(21), '', ' ', '%2']) {
        assert.ok(findingsAfter(beginning, [wrong]).length > 0, `${beginning}${wrong}`);
      }
    }
  });

  it('do not hide a class', () => {
    const event = anObjectEvent({
      epcList: [...Array.from({ length: 40 }, (_, i) => `${urn}${i}`), 'urn:epc:idpat:sgtin:9521234.012345.*'],
    });
    assert.equal(checkRules({ index: 0, at: {}, issues: [], event })[0]?.id, 'class-in-instance-list');
  });
});
