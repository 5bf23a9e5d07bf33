import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { factKey, stemLength, termKey } from '../../server/query/term-key.ts';

const STEM_UNIT = 2 ** 36;
const stemOf = (term: string): number => Math.floor(termKey(term) / STEM_UNIT);
const many = <T>(count: number, make: (i: number) => T): readonly T[] => Array.from({ length: count }, (_, i) => make(i));

describe('term keys', () => {
  it('are what they have been since the first event was stored', () => {
    // These numbers are in databases. A change here means that every stored event must be indexed again.
    const golden: Readonly<Record<string, number>> = {
      'epc=01/09506000134352/21/ABC': 3_266_629_621_617_621,
      'epc=00/395212345678901230': 3_131_873_199_744_079,
      'parentID=urn:epc:id:gid:952.100.7': 4_497_510_586_334_306,
      'bizStep=shipping': 586_695_312_083_589,
      'readPoint=414/9521321001022/254/G1': 2_223_055_976_928_215,
      'eventID=urn:uuid:00000000-0000-4000-8000-000000000001': 4_031_977_200_294_160,
      'ilmd.top:urn:epcglobal:cbv:mda#lotNumber=s:LÖT-1': 3_039_714_850_002_190,
      '': 1_448_164_604_671_324,
    };
    for (const [term, key] of Object.entries(golden)) assert.equal(termKey(term), key, term);
    assert.equal(Object.keys(golden).length, 8);
  });

  it('are integers of 52 bits', () => {
    for (const term of many(1000, (i) => `epc=01/0950600013${i}/21/${'x'.repeat(i % 60)}`)) {
      const key = termKey(term);
      assert.ok(Number.isInteger(key) && key >= 0 && key < 2 ** 52, term);
    }
  });

  it('keep terms of one stem together', () => {
    assert.equal(stemOf('epc=01/09506000134352/21/A'), stemOf('epc=01/09506000134352/21/B-2'));
    assert.notEqual(stemOf('epc=01/09506000134352/21/A'), stemOf('epc=01/09506000134369/21/A'));
    assert.notEqual(stemOf('epc=01/09506000134352/21/A'), stemOf('parentID=01/09506000134352/21/A'));
  });

  it('find the stem of every form of identifier', () => {
    const stems: Readonly<Record<string, string>> = {
      'epc=01/09506000134352/21/ABC': 'epc=01/09506000134352/21',
      'epc=01/09506000134352/21/A.B': 'epc=01/09506000134352/21',
      'epc=00/395212345678901230': 'epc=00/395212345678',
      'epc=8003/09521234000014C1': 'epc=8003/095212340000',
      'parentID=8004/9521SENSOR': 'parentID=8004/9521SENSOR',
      'epc=urn:epc:id:gid:952.100.7': 'epc=urn:epc:id:gid:952.100',
      'bizTransaction=po=urn:epcglobal:cbv:bt:9521:PO-1': 'bizTransaction=po=urn:epcglobal:cbv:bt:9521',
      'bizStep=shipping': 'bizStep',
      'captureID=https://hub.example/capture/7': 'captureID=https://hub.example/capture',
      nothing: '',
    };
    for (const [term, stem] of Object.entries(stems)) assert.equal(term.slice(0, stemLength(term)), stem);
  });

  it('tell terms apart that share a stem', () => {
    const distinct = (terms: readonly string[]) => new Set(terms.map(termKey)).size;
    // 200,000 of one stem make 0.3 pairs of equal keys on average among 2^36.
    assert.ok(distinct(many(200_000, (i) => `epc=01/09506000134352/21/${i}`)) > 199_990);
    assert.ok(distinct(many(200_000, (i) => `epc=01/09506000134352/21/${(i * 2_654_435_761) % 2 ** 32}`)) > 199_990);
    assert.ok(distinct(many(200_000, (i) => `epc=00/39521234${String(i * 10).padStart(10, '0')}`)) > 199_990);
  });

  it('spread evenly over stems and within them', () => {
    const counts = (numbers: readonly number[], buckets: number) => {
      const count = new Array<number>(buckets).fill(0);
      for (const number of numbers) count[number % buckets] = (count[number % buckets] ?? 0) + 1;
      return count;
    };
    const keys = many(100_000, (i) => `epc=01/09506000134352/21/${i}`).map(termKey);
    const stems = many(100_000, (i) => stemOf(`epc=01/0950600${String(i).padStart(7, '0')}/21/1`));
    for (const spread of [
      counts(keys, 100),
      counts(
        keys.map((key) => Math.floor(key / 2 ** 26)),
        100,
      ),
      counts(stems, 100),
    ])
      for (const count of spread) assert.ok(Math.abs(count - 1000) < 200, `${count} of 1000`);
  });

  it('tell characters beyond ASCII, order and length apart', () => {
    const terms = ['x=größe', 'x=grosse', 'x=ab', 'x=ba', 'x=a', 'x=aa', 'x=aaa', 'x=\u0161', 'x=a\u0000', 'x='];
    assert.equal(new Set(terms.map(termKey)).size, terms.length);
  });

  it('are the keys of facts, too', () => {
    assert.notEqual(factKey('quantity'), factKey('quantity@mass'));
    assert.ok(factKey('quantity') < 2 ** 52);
  });
});
