import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EpcisEvent, Extension, ExtensionValue, ObjectEvent, SensorElement } from '../../server/epcis/event.ts';
import { eventHash, preHash } from '../../server/epcis/event-hash.ts';
import { anAggregationEvent, anObjectEvent, aTime, aTransactionEvent, aTransformationEvent, aWord } from '../build/event.ts';

const ns = 'https://ns.example.com/epcis/';
const field = (name: string, value: ExtensionValue, more: Partial<Extension> = {}): Extension => ({
  ns,
  name,
  prefix: 'example',
  value,
  ...more,
});

/** The event of the reference implementation's documentation. */
const reference: ObjectEvent = {
  type: 'ObjectEvent',
  eventTime: aTime('2020-03-04T11:00:30.000+01:00'),
  recordTime: aTime('2020-03-04T11:00:30.999+01:00'),
  eventTimeZoneOffset: '+01:00',
  epcList: ['urn:epc:id:sscc:4012345.0000000333', 'urn:epc:id:sscc:4012345.0000000111', 'urn:epc:id:sscc:4012345.0000000222'],
  action: 'OBSERVE',
  bizStep: { word: 'departing', text: 'urn:epcglobal:cbv:bizstep:departing' },
  readPoint: { id: 'urn:epc:id:sgln:4012345.00011.987' },
  extensions: [
    field('myField1', [field('mySubField1', '2'), field('mySubField2', '5')]),
    field('myField2', '0'),
    field('myField3', [field('mySubField3', '3'), field('mySubField3', '1')]),
  ],
};

const tail = (event: EpcisEvent, from: string, version: '2.0' | '2.1' = '2.0'): string => {
  const whole = preHash(event, version);
  assert.ok(whole.includes(from), whole);
  return whole.slice(whole.indexOf(from));
};

describe('the event hash', () => {
  it('is the published one of the reference event, in both versions', () => {
    const digest = 'ni:///sha-256;6ae96341e0acc6d7a261364751f60e68278a81cdf51da0abb6b4e617014e39d7';
    assert.equal(eventHash(reference), `${digest}?ver=CBV2.0`);
    assert.equal(eventHash(reference, '2.1'), `${digest}?ver=CBV2.1`);
  });

  it('is of a string without separators in the order of the standard', () => {
    assert.equal(
      preHash(reference),
      'eventType=ObjectEventeventTime=2020-03-04T10:00:30.000ZeventTimeZoneOffset=+01:00' +
        'epcListepc=https://id.gs1.org/00/040123450000001112epc=https://id.gs1.org/00/040123450000002225epc=https://id.gs1.org/00/040123450000003338' +
        'action=OBSERVEbizStep=https://ref.gs1.org/cbv/BizStep-departingreadPointid=https://id.gs1.org/414/4012345000115/254/987' +
        `{${ns}}myField1{${ns}}mySubField1=2{${ns}}mySubField2=5{${ns}}myField2=0{${ns}}myField3{${ns}}mySubField3=1{${ns}}mySubField3=3`,
    );
  });

  it('leaves out who it is, when it was recorded, that it was wrong, and who certified it', () => {
    const more: ObjectEvent = {
      ...reference,
      eventID: 'urn:uuid:1',
      errorDeclaration: { declarationTime: aTime('2020-03-05T00:00:00Z'), reason: aWord('did_not_occur') },
      certificationInfo: ['https://example.com/certificate'],
    };
    assert.equal(preHash(more), preHash(reference));
  });

  it('does not depend on notation or order', () => {
    const same: ObjectEvent = {
      ...reference,
      eventTime: aTime('2020-03-04T10:00:30Z'),
      epcList: [
        'https://example.com/00/040123450000002225',
        'urn:epc:id:sscc:4012345.0000000333',
        '(00)040123450000001112'.replace('(00)', 'https://id.gs1.org/00/'),
      ],
      bizStep: { word: 'departing', text: 'departing' },
      extensions: [...(reference.extensions ?? [])].reverse(),
    };
    assert.equal(preHash(same), preHash(reference));
  });

  it('depends on every other field', () => {
    const changed: readonly Partial<ObjectEvent>[] = [
      { eventTimeZoneOffset: '+02:00' },
      { action: 'ADD' },
      { disposition: aWord('active') },
      { quantityList: [{ epcClass: 'urn:epc:class:lgtin:9521234.012345.L' }] },
      { persistentDisposition: { set: [aWord('active')] } },
      { bizLocation: { id: 'https://example.com/l' } },
      { ilmd: [field('lot', 'L')] },
    ];
    for (const change of changed)
      assert.notEqual(preHash({ ...reference, ...change }), preHash(reference), JSON.stringify(change));
  });

  it('says nothing of empty lists', () => {
    const empty: ObjectEvent = {
      ...reference,
      quantityList: [],
      bizTransactionList: [],
      sourceList: [],
      destinationList: [],
      sensorElementList: [],
      ilmd: [],
      persistentDisposition: {},
    };
    assert.equal(preHash(empty), preHash(reference));
  });
});

describe('fields in the hash', () => {
  it('of transactions, sources and destinations have their type first and are sorted as wholes', () => {
    const event = anObjectEvent({
      bizTransactionList: [
        { type: aWord('po'), bizTransaction: 'urn:epcglobal:cbv:bt:9521234000013:2' },
        { bizTransaction: 'https://example.com/1' },
      ],
      sourceList: [{ type: aWord('owning_party'), source: 'urn:epc:id:pgln:9521234.00001' }],
      destinationList: [{ type: aWord('location'), destination: 'urn:epc:id:sgln:9521234.00001.0' }],
    });
    assert.equal(
      tail(event, 'bizTransactionList'),
      'bizTransactionListbizTransaction=https://example.com/1type=https://ref.gs1.org/cbv/BTT-pobizTransaction=urn:epcglobal:cbv:bt:9521234000013:2' +
        'sourceListtype=https://ref.gs1.org/cbv/SDT-owning_partysource=https://id.gs1.org/417/9521234000013' +
        'destinationListtype=https://ref.gs1.org/cbv/SDT-locationdestination=https://id.gs1.org/414/9521234000013',
    );
  });

  it('of quantities are sorted after they have been brought to one form', () => {
    const event = anAggregationEvent({
      childQuantityList: [
        { epcClass: 'urn:epc:class:lgtin:9521234.012345.B', quantity: { value: 2, text: '2.50' }, uom: 'KGM' },
        { epcClass: 'https://example.com/01/09521234123453/10/A', quantity: { value: 3, text: '3' } },
      ],
    });
    assert.match(
      preHash(event),
      /childQuantityListquantityElementepcClass=https:\/\/id\.gs1\.org\/01\/09521234123453\/10\/Aquantity=3quantityElementepcClass=https:\/\/id\.gs1\.org\/01\/09521234123453\/10\/Bquantity=2\.5uom=KGMaction=/,
    );
  });

  it('of each event type stand in the common order', () => {
    const order = (event: EpcisEvent, names: readonly string[]): void => {
      const whole = preHash(event);
      const places = names.map((name) => whole.indexOf(name));
      assert.ok(
        places.every((place, i) => place > (places[i - 1] ?? -1)),
        `${names.join(' ')}: ${whole}`,
      );
    };
    const quantity = [{ epcClass: 'urn:epc:class:lgtin:9521234.012345.B' }];
    const epc = ['urn:epc:id:sgtin:9521234.012345.1'];
    const parentID = 'urn:epc:id:sscc:9521234.3000000001';
    order(aTransactionEvent({ epcList: epc, parentID, quantityList: quantity }), [
      'eventTimeZoneOffset',
      'epcList',
      'parentID',
      'quantityList',
      'action=',
    ]);
    order(anAggregationEvent({ parentID, childEPCs: epc, childQuantityList: quantity }), [
      'parentID',
      'childEPCs',
      'childQuantityList',
      'action=',
    ]);
    order(
      aTransformationEvent({
        inputEPCList: epc,
        inputQuantityList: quantity,
        outputEPCList: epc,
        outputQuantityList: quantity,
        transformationID: 'urn:x:1',
      }),
      ['inputEPCList', 'inputQuantityList', 'outputEPCList', 'outputQuantityList', 'transformationID=urn:x:1'],
    );
  });

  it('of lasting dispositions name those set before those unset', () =>
    assert.equal(
      tail(
        anObjectEvent({
          persistentDisposition: { unset: [aWord('completeness_inferred')], set: [aWord('recalled'), aWord('expired')] },
        }),
        'persistentDisposition',
      ).split('readPoint')[0],
      'persistentDispositionset=https://ref.gs1.org/cbv/Disp-expiredset=https://ref.gs1.org/cbv/Disp-recalledunset=https://ref.gs1.org/cbv/Disp-completeness_inferred',
    ));

  it('of an event type of somebody’s own stand under its full name', () => {
    const event: EpcisEvent = {
      type: 'VendorEvent',
      eventType: { ns, name: 'AuditEvent', prefix: 'ex' },
      eventTime: aTime('2020-03-04T11:00:30Z'),
      eventTimeZoneOffset: '+00:00',
    };
    assert.ok(preHash(event).startsWith(`eventType={${ns}}AuditEventeventTime=`));
  });
});

describe('extensions in the hash', () => {
  const extensionsOf = (...extensions: Extension[]): string => {
    const bare = preHash(anObjectEvent());
    const whole = preHash(anObjectEvent({ extensions }));
    assert.ok(whole.startsWith(bare));
    return whole.slice(bare.length);
  };

  it('have their bare name where they are empty, and nothing where they are null', () => {
    assert.equal(extensionsOf(field('a', ''), field('b', []), field('c', '  '), field('d', null)), `{${ns}}a{${ns}}b{${ns}}c`);
  });

  it('write JSON and XML values alike', () => {
    assert.equal(
      extensionsOf(field('a', true), field('b', { value: 12.5, text: '12.50' })),
      extensionsOf(field('a', 'true'), field('b', ' 12.5')),
    );
  });

  it('count attributes as children, but no remarks and no types for parsers', () => {
    const attributes: readonly Extension[] = [
      { ns: '', name: 'unit', prefix: '', value: 'KGM' },
      { ns: 'http://www.w3.org/2001/XMLSchema-instance', name: 'type', prefix: 'xsi', value: 'xsd:string' },
    ];
    const remark: Extension = { ns: 'http://www.w3.org/2000/01/rdf-schema#', name: 'comment', prefix: 'rdfs', value: 'hello' };
    assert.equal(extensionsOf(field('weight', '5', { attributes }), remark), `{${ns}}weight=5unit=KGM`);
  });

  it('sort children before names in braces', () => {
    const child: Extension = { ns: '', name: 'z', prefix: '', value: '1' };
    assert.equal(extensionsOf(field('a', [field('b', '2'), child])), `{${ns}}az=1{${ns}}b=2`);
  });

  it('take the value of a typed JSON-LD value, and the pieces of mixed text together', () => {
    const typed = field('a', [
      { ns: '', name: '@type', prefix: '', value: 'xsd:date' },
      { ns: '', name: '@value', prefix: '', value: '2020-01-01' },
    ]);
    const mixed = field('b', [
      { ns: '', name: '#text', prefix: '', value: 'one ' },
      field('c', '1'),
      { ns: '', name: '#text', prefix: '', value: 'two' },
    ]);
    assert.equal(extensionsOf(typed, mixed), `{${ns}}a=2020-01-01{${ns}}b=one two{${ns}}c=1`);
  });
});

describe('what the versions do differently', () => {
  const element: SensorElement = {
    sensorMetadata: {
      time: aTime('2020-03-04T11:00:30.0005Z'),
      bizRules: 'https://example.com/rules',
      extensions: [field('m', '1')],
    },
    sensorReport: [
      {
        type: aWord('Temperature'),
        value: { value: 26, text: '26.0' },
        uom: 'CEL',
        bizRules: 'https://example.com/x',
        extensions: [field('r', '2')],
      },
      {
        type: { word: 'AbsoluteHumidity', text: 'gs1:AbsoluteHumidity' },
        exception: aWord('ALARM_CONDITION'),
        booleanValue: false,
        component: aWord('x'),
      },
    ],
    extensions: [field('e', '3')],
  };
  const event = anObjectEvent({
    sensorElementList: [element],
    readPoint: { id: 'https://example.com/p', extensions: [field('lane', '3')] },
    bizLocation: { id: 'https://example.com/l', extensions: [field('zone', 'cold')] },
    ilmd: [field('lot', 'L')],
    extensions: [field('own', 'o')],
  });
  const humidity =
    'sensorReporttype=https://ref.gs1.org/voc/AbsoluteHumidityexception=https://ref.gs1.org/voc/ALARM_CONDITIONcomponent=https://ref.gs1.org/cbv/Comp-xbooleanValue=false';
  const metadata = 'sensorElementsensorMetadatatime=2020-03-04T11:00:30.001ZbizRules=https://example.com/rules';
  const temperature = 'sensorReporttype=https://ref.gs1.org/voc/Temperaturevalue=26uom=CEL';

  it('2.0 gathers extensions inside of fields behind ILMD', () =>
    assert.equal(
      tail(event, 'readPoint'),
      `readPointid=https://example.com/pbizLocationid=https://example.com/l${metadata}${humidity}${temperature}ilmd{${ns}}lot=L` +
        `readPoint{${ns}}lane=3bizLocation{${ns}}zone=coldsensorElementsensorMetadata{${ns}}m=1sensorReport{${ns}}r=2{${ns}}e=3{${ns}}own=o`,
    ));

  it('2.1 leaves them where they are and heads the sensor elements', () =>
    assert.equal(
      tail(event, 'readPoint', '2.1'),
      `readPointid=https://example.com/p{${ns}}lane=3bizLocationid=https://example.com/l{${ns}}zone=cold` +
        `sensorElementList${metadata}{${ns}}m=1${humidity}${temperature}{${ns}}r=2{${ns}}e=3ilmd{${ns}}lot=L{${ns}}own=o`,
    ));
});
