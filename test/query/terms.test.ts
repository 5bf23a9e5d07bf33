import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { termKey } from '../../server/query/term-key.ts';
import { termKeysOf } from '../../server/query/term-keys.ts';
import { factsOf, termsOf } from '../../server/query/terms.ts';
import { aDestination, anAggregationEvent, anObjectEvent, aQuantity, aSource, aTime, aWord, stored } from '../build/event.ts';

const serials = (count: number, head = 'urn:epc:id:sgtin:9521234.012345.') =>
  Array.from({ length: count }, (_, i) => `${head}${1000 + i}`);
const byTerms = (event: ReturnType<typeof stored>) => [...new Set(termsOf(event).map(termKey))].toSorted((a, b) => a - b);

const shipping = stored(
  anObjectEvent({
    epcList: serials(10),
    bizStep: 'shipping',
    disposition: 'in_transit',
    readPoint: 'urn:epc:id:sgln:9521321.00101.P1',
    bizLocation: 'urn:epc:id:sgln:9521321.00101.0',
    eventID: 'urn:uuid:1',
    bizTransactionList: [{ type: aWord('desadv'), bizTransaction: 'urn:epc:id:gdti:9521234.00005.D1' }],
    sourceList: [aSource('possessing_party', 'urn:epc:id:pgln:9521321.00101')],
    destinationList: [aDestination('possessing_party', 'urn:epc:id:pgln:9521321.00102')],
  }),
  { captureID: 'c1', deliveredBy: 'alpha' },
);

describe('terms', () => {
  it('of an ordinary event are few beside one for each EPC', () => {
    const other = termsOf(shipping).filter((term) => !term.startsWith('epc='));
    assert.deepEqual(other.toSorted(), [
      'action=OBSERVE',
      'bizLocation=414/9521321001015',
      'bizStep=shipping',
      'bizTransaction=desadv=253/9521234000051D1',
      'captureID=c1',
      'deliveredBy=alpha',
      'destination=possessing_party=417/9521321001022',
      'disposition=in_transit',
      'epc.class=sgtin:01/09521234123453',
      'epc.prefix=sgtin:952123',
      'epc.scheme=sgtin',
      'eventID=urn:uuid:1',
      'eventType=ObjectEvent',
      'party=9521321001015',
      'party=9521321001022',
      'readPoint=414/9521321001015/254/P1',
      'source=possessing_party=417/9521321001015',
    ]);
    assert.equal(termsOf(shipping).length, 27);
  });

  it('of extensions say where they stand, that they are there, and what they are', () => {
    const event = stored(
      anObjectEvent({
        ilmd: [{ ns: 'urn:epcglobal:cbv:mda:', name: 'lotNumber', prefix: 'cbvmda', value: 'L/1' }],
        extensions: [
          {
            ns: 'http://x.example',
            name: 'outer',
            prefix: 'x',
            value: [
              { ns: '', name: 'inner', prefix: '', value: { value: 12.5, text: '12.50' } },
              { ns: '', name: '#text', prefix: '', value: ' ' },
            ],
          },
        ],
      }),
    );
    const own = termsOf(event).filter((term) => term.includes('#'));
    assert.deepEqual(own.toSorted(), [
      'event.inner:#inner=n:125e-1',
      'exists=event.inner:#inner',
      'exists=event.top:http://x.example#outer',
      'exists=ilmd.top:urn:epcglobal:cbv:mda#lotNumber',
      'ilmd.top:urn:epcglobal:cbv:mda#lotNumber=s:L/1',
    ]);
  });

  it('do not grow with repetition', () => {
    const twice = stored(anObjectEvent({ epcList: [...serials(3), ...serials(3, 'https://id.gs1.org/01/09521234123453/21/')] }));
    assert.equal(termsOf(twice).filter((term) => term.startsWith('epc=')).length, 3);
  });
});

describe('keys of terms', () => {
  it('are the same whatever the list is written in', () => {
    const lists = [
      serials(5),
      serials(5, 'https://id.gs1.org/01/09521234123453/21/'),
      serials(5, 'http://example.org/some/path/01/09521234123453/21/'),
      serials(5, '(01)09521234123453(21)'),
    ];
    const keys = lists.map((epcList) =>
      termKeysOf(stored(anObjectEvent({ eventID: 'urn:uuid:1', epcList }), { captureID: 'c' })),
    );
    for (const other of keys) assert.deepEqual(other, keys[0]);
  });

  it('are those of the terms where neighbours look alike and are not', () => {
    const heads = [
      'urn:epc:id:sgtin:9521234.012345.',
      'urn:epc:id:sgtin:9521234.012346.',
      'https://id.gs1.org/01/09521234123453/21/',
      'https://id.gs1.org/01/09521234123453/10/',
    ];
    const tails = ['1', 'A%2F', 'A%2f', 'x'.repeat(20), 'x'.repeat(21), '', 'a.b', 'ä', '1?17=261231', '1/', '21/5', '%31'];
    const epcList = [
      ...tails.flatMap((tail) => heads.map((head) => head + tail)),
      ...heads.flatMap((head) => tails.map((tail) => head + tail)),
    ];
    const event = stored(anAggregationEvent({ parentID: 'urn:epc:id:sscc:9521234.3000000001', childEPCs: epcList }));
    assert.deepEqual([...termKeysOf(event)], byTerms(event));
  });

  it('of a million EPCs come in time that grows with their number', () => {
    const event = (count: number) => stored(anObjectEvent({ epcList: serials(count), eventID: 'urn:uuid:1' }));
    const time = (count: number) => {
      const given = event(count);
      const begin = performance.now();
      // Among a million keys of 36 bits a few are equal.
      assert.ok(termKeysOf(given).length > count - 100);
      return performance.now() - begin;
    };
    time(100_000);
    const [small, large] = [Math.min(time(100_000), time(100_000)), time(1_000_000)];
    assert.ok(large < 60 * small + 500, `${small} ms for a tenth, ${large} ms`);
  });
});

describe('facts', () => {
  it('are numbers as they stand, in base units, and instants', () => {
    const event = stored(
      anObjectEvent({
        quantityList: [
          aQuantity('urn:epc:class:lgtin:9521234.012345.L1', 2, 'GRM'),
          aQuantity('urn:epc:class:lgtin:9521234.012345.L2', 2),
        ],
        errorDeclaration: { declarationTime: aTime('1970-01-01T00:00:01Z') },
        sensorElementList: [{ sensorReport: [{ value: { value: 0, text: '0' }, sDev: { value: 1, text: '1' }, uom: 'CEL' }] }],
        extensions: [
          { ns: 'http://x.example', name: 'due', prefix: 'x', value: '1970-01-02' },
          { ns: 'http://x.example', name: 'n', prefix: 'x', value: '5' },
        ],
      }),
    );
    assert.deepEqual(
      factsOf(event).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      [
        { path: 'errorDeclaration.declarationTime', value: 1000 },
        { path: 'event.top:http://x.example#due.time', value: 86_400_000 },
        { path: 'event.top:http://x.example#n.number', value: 5 },
        { path: 'quantity', value: 2 },
        { path: 'quantity@mass', value: 0.002 },
        { path: 'sDev', value: 1 },
        { path: 'sDev@temperature', value: 1 },
        { path: 'value', value: 0 },
        { path: 'value@temperature', value: 273.15 },
      ],
    );
  });

  it('of an ordinary event are none', () => assert.deepEqual(factsOf(shipping), []));
});
