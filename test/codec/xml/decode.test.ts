/** EPCIS XML of every version becomes canonical events. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EpcisEvent } from '../../../server/epcis/event.ts';
import { document1, document2, epcs, ids, objectEvent, read, times } from './read.ts';

/** The first event, which must be there. */
async function only(document: string): Promise<EpcisEvent> {
  const { events, errors } = await read(document);
  assert.deepEqual(errors, []);
  const [event] = events;
  assert.ok(event);
  return event;
}

describe('reading an event of version 2.0', () => {
  it('reads every field of an ObjectEvent', async () => {
    const event = await only(
      document2(`<ObjectEvent>
        <eventTime>2025-03-03T08:00:00.000+01:00</eventTime>
        <recordTime>2025-03-03T08:00:05Z</recordTime>
        <eventTimeZoneOffset>+01:00</eventTimeZoneOffset>
        <eventID>urn:uuid:00000000-0000-4000-8000-000000000001</eventID>
        <errorDeclaration>
          <declarationTime>2025-03-04T08:00:00Z</declarationTime>
          <reason>urn:epcglobal:cbv:er:incorrect_data</reason>
          <correctiveEventIDs><correctiveEventID>urn:uuid:00000000-0000-4000-8000-000000000002</correctiveEventID></correctiveEventIDs>
        </errorDeclaration>
        <certificationInfo>https://example.com/certificate/1</certificationInfo>
        <epcList><epc>urn:epc:id:sgtin:9521234.012345.1001</epc><epc> urn:epc:id:sgtin:9521234.012345.1002
        </epc></epcList>
        <action>ADD</action>
        <bizStep>https://ref.gs1.org/cbv/BizStep-commissioning</bizStep>
        <disposition>urn:epcglobal:cbv:disp:active</disposition>
        <readPoint><id>urn:epc:id:sgln:9521234.00001.0</id><ex:gate>7</ex:gate></readPoint>
        <bizLocation><id>urn:epc:id:sgln:9521234.00001.1</id></bizLocation>
        <bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po">urn:epcglobal:cbv:bt:9521234000008:1</bizTransaction></bizTransactionList>
        <quantityList><quantityElement><epcClass>urn:epc:class:lgtin:9521234.012345.L1</epcClass><quantity>12.50</quantity><uom>KGM</uom></quantityElement></quantityList>
        <sourceList><source type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:pgln:9521234.00000</source></sourceList>
        <destinationList><destination type="https://example.com/kind">urn:epc:id:pgln:9521235.00000</destination></destinationList>
        <sensorElementList><sensorElement>
          <sensorMetadata time="2025-03-03T06:00:00Z" deviceID="urn:epc:id:giai:9521234.1" ex:room="B"/>
          <sensorReport type="gs1:Temperature" value="26.0" uom="CEL" booleanValue="1"/>
        </sensorElement></sensorElementList>
        <persistentDisposition><unset>urn:epcglobal:cbv:disp:completeness_inferred</unset><set>urn:epcglobal:cbv:disp:completeness_verified</set></persistentDisposition>
        <ilmd><ex:lot>L1</ex:lot></ilmd>
        <ex:own ex:unit="m">text</ex:own>
      </ObjectEvent>`),
    );
    assert.deepEqual(event, {
      type: 'ObjectEvent',
      eventTime: { text: '2025-03-03T08:00:00.000+01:00', ms: Date.parse('2025-03-03T07:00:00Z') },
      recordTime: { text: '2025-03-03T08:00:05Z', ms: Date.parse('2025-03-03T08:00:05Z') },
      eventTimeZoneOffset: '+01:00',
      eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001',
      errorDeclaration: {
        declarationTime: { text: '2025-03-04T08:00:00Z', ms: Date.parse('2025-03-04T08:00:00Z') },
        reason: { word: 'incorrect_data', text: 'urn:epcglobal:cbv:er:incorrect_data' },
        correctiveEventIDs: ['urn:uuid:00000000-0000-4000-8000-000000000002'],
      },
      certificationInfo: ['https://example.com/certificate/1'],
      epcList: ['urn:epc:id:sgtin:9521234.012345.1001', 'urn:epc:id:sgtin:9521234.012345.1002'],
      action: 'ADD',
      bizStep: { word: 'commissioning', text: 'https://ref.gs1.org/cbv/BizStep-commissioning' },
      disposition: { word: 'active', text: 'urn:epcglobal:cbv:disp:active' },
      readPoint: {
        id: 'urn:epc:id:sgln:9521234.00001.0',
        extensions: [{ ns: 'https://example.com/epcis/', name: 'gate', prefix: 'ex', value: '7' }],
      },
      bizLocation: { id: 'urn:epc:id:sgln:9521234.00001.1' },
      bizTransactionList: [
        { type: { word: 'po', text: 'urn:epcglobal:cbv:btt:po' }, bizTransaction: 'urn:epcglobal:cbv:bt:9521234000008:1' },
      ],
      quantityList: [{ epcClass: 'urn:epc:class:lgtin:9521234.012345.L1', quantity: { value: 12.5, text: '12.50' }, uom: 'KGM' }],
      sourceList: [
        { type: { word: 'owning_party', text: 'urn:epcglobal:cbv:sdt:owning_party' }, source: 'urn:epc:id:pgln:9521234.00000' },
      ],
      destinationList: [
        {
          type: { word: 'https://example.com/kind', text: 'https://example.com/kind' },
          destination: 'urn:epc:id:pgln:9521235.00000',
        },
      ],
      sensorElementList: [
        {
          sensorMetadata: {
            time: { text: '2025-03-03T06:00:00Z', ms: Date.parse('2025-03-03T06:00:00Z') },
            deviceID: 'urn:epc:id:giai:9521234.1',
            extensions: [{ ns: 'https://example.com/epcis/', name: 'room', prefix: 'ex', value: 'B' }],
          },
          sensorReport: [
            {
              type: { word: 'Temperature', text: 'gs1:Temperature' },
              value: { value: 26, text: '26.0' },
              uom: 'CEL',
              booleanValue: true,
            },
          ],
        },
      ],
      persistentDisposition: {
        unset: [{ word: 'completeness_inferred', text: 'urn:epcglobal:cbv:disp:completeness_inferred' }],
        set: [{ word: 'completeness_verified', text: 'urn:epcglobal:cbv:disp:completeness_verified' }],
      },
      ilmd: [{ ns: 'https://example.com/epcis/', name: 'lot', prefix: 'ex', value: 'L1' }],
      extensions: [
        {
          ns: 'https://example.com/epcis/',
          name: 'own',
          prefix: 'ex',
          value: 'text',
          attributes: [{ ns: 'https://example.com/epcis/', name: 'unit', prefix: 'ex', value: 'm' }],
        },
      ],
    });
  });

  it('reads all five types', async () => {
    const { events, errors } = await read(
      document2(
        objectEvent(),
        `<AggregationEvent>${times}<parentID>urn:epc:id:sscc:9521234.0000000001</parentID><childEPCs><epc>urn:epc:id:sgtin:9521234.012345.1</epc></childEPCs><action>ADD</action></AggregationEvent>`,
        `<TransactionEvent>${times}<bizTransactionList><bizTransaction>urn:x:1</bizTransaction></bizTransactionList>${epcs}<action>ADD</action></TransactionEvent>`,
        `<TransformationEvent>${times}<inputEPCList><epc>urn:epc:id:sgtin:9521234.012345.1</epc></inputEPCList><outputEPCList><epc>urn:epc:id:sgtin:9521234.012345.2</epc></outputEPCList><transformationID>urn:x:t</transformationID></TransformationEvent>`,
        `<AssociationEvent>${times}<parentID>urn:epc:id:grai:9521234.00001.1</parentID><childEPCs><epc>urn:epc:id:giai:9521234.1</epc></childEPCs><action>ADD</action></AssociationEvent>`,
      ),
    );
    assert.deepEqual(errors, []);
    assert.deepEqual(
      events.map((event) => event?.type),
      ['ObjectEvent', 'AggregationEvent', 'TransactionEvent', 'TransformationEvent', 'AssociationEvent'],
    );
    assert.equal(events[3]?.type === 'TransformationEvent' && events[3].transformationID, 'urn:x:t');
  });

  it('tells where each event begins', async () => {
    const { decoded } = await read(
      document2(objectEvent(), `  <!-- note -->\n  ${objectEvent('<ex:a>\n</ex:a>')}`, objectEvent()),
    );
    assert.deepEqual(
      decoded.map(({ index, at }) => [index, at.line, at.column, at.path]),
      [
        [0, 2, 1, '/EPCISDocument/EPCISBody/EventList/ObjectEvent[1]'],
        [1, 4, 3, '/EPCISDocument/EPCISBody/EventList/ObjectEvent[2]'],
        [2, 6, 1, '/EPCISDocument/EPCISBody/EventList/ObjectEvent[3]'],
      ],
    );
  });

  it('keeps an empty quantity that is nil, and its unit', async () => {
    const event = await only(
      document2(
        `<ObjectEvent xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${times}${epcs}<action>OBSERVE</action><quantityList><quantityElement><epcClass>urn:x:c</epcClass><quantity xsi:nil="true"/><uom>KGM</uom></quantityElement></quantityList></ObjectEvent>`,
      ),
    );
    assert.deepEqual(event.type === 'ObjectEvent' && event.quantityList, [{ epcClass: 'urn:x:c', uom: 'KGM' }]);
  });

  it('reads an event type of somebody else, with the fields all events have and the rest as extensions', async () => {
    const event = await only(
      document2(
        `<extension><ex:Inspection>${times}<bizStep>urn:epcglobal:cbv:bizstep:inspecting</bizStep><ex:result>good</ex:result></ex:Inspection></extension>`,
      ),
    );
    assert.equal(event.type, 'VendorEvent');
    assert.deepEqual(event.type === 'VendorEvent' && event.eventType, {
      ns: 'https://example.com/epcis/',
      name: 'Inspection',
      prefix: 'ex',
    });
    assert.equal(event.bizStep?.word, 'inspecting');
    assert.deepEqual(event.extensions, [{ ns: 'https://example.com/epcis/', name: 'result', prefix: 'ex', value: 'good' }]);
  });

  it('reads a word that is shortened with a prefix of the document as the URI it means', async () => {
    const event = await only(document2(objectEvent('<bizStep>ex:blending</bizStep>')));
    assert.deepEqual(event.bizStep, { word: 'https://example.com/epcis/blending', text: 'ex:blending' });
    assert.equal(event.context, undefined);
  });

  it('gives the event the prefix as context where the event declares it itself', async () => {
    const event = await only(
      document2(
        objectEvent('<bizStep>my:blending</bizStep>').replace('<ObjectEvent>', '<ObjectEvent xmlns:my="https://my.example/">'),
      ),
    );
    assert.equal(event.bizStep?.word, 'https://my.example/blending');
    assert.deepEqual(event.context, { my: 'https://my.example/' });
  });
});

describe('reading an event of version 1.2', () => {
  it('finds fields in the wrappers where 1.2 keeps them', async () => {
    const event = await only(
      document1(`<ObjectEvent>${times}
        <baseExtension><eventID>urn:uuid:00000000-0000-4000-8000-000000000001</eventID>
          <errorDeclaration><declarationTime>2025-03-04T08:00:00Z</declarationTime></errorDeclaration></baseExtension>
        <epcList/><action>OBSERVE</action>
        <extension>
          <quantityList><quantityElement><epcClass>urn:epc:class:lgtin:9521234.012345.L1</epcClass><quantity>2</quantity></quantityElement></quantityList>
          <sourceList><source type="urn:epcglobal:cbv:sdt:location">urn:epc:id:sgln:9521234.00001.0</source></sourceList>
          <ilmd><ex:lot>L1</ex:lot></ilmd>
          <extension>
            <sensorElementList><sensorElement><sensorReport type="gs1:Temperature" value="4" uom="CEL"/></sensorElement></sensorElementList>
            <persistentDisposition><set>urn:epcglobal:cbv:disp:damaged</set></persistentDisposition>
          </extension>
        </extension>
        <ex:own>1</ex:own>
      </ObjectEvent>`),
    );
    assert.ok(event.type === 'ObjectEvent');
    assert.equal(event.eventID, 'urn:uuid:00000000-0000-4000-8000-000000000001');
    assert.equal(event.errorDeclaration?.declarationTime.text, '2025-03-04T08:00:00Z');
    assert.equal(event.quantityList?.[0]?.quantity?.value, 2);
    assert.equal(event.sourceList?.[0]?.type.word, 'location');
    assert.equal(event.ilmd?.[0]?.value, 'L1');
    assert.equal(event.sensorElementList?.[0]?.sensorReport[0]?.value?.value, 4);
    assert.equal(event.persistentDisposition?.set?.[0]?.word, 'damaged');
    assert.equal(event.extensions?.[0]?.value, '1');
    assert.equal(event.epcList, undefined, 'a list that must be there says nothing when it is empty');
  });

  it('finds TransformationEvent and AssociationEvent in the wrappers of the list', async () => {
    const { events, errors } = await read(
      document1(
        `<extension><TransformationEvent>${times}<inputEPCList><epc>urn:x:1</epc></inputEPCList><outputEPCList><epc>urn:x:2</epc></outputEPCList><ilmd><ex:lot>L</ex:lot></ilmd></TransformationEvent></extension>`,
        objectEvent(),
        `<extension><extension><AssociationEvent>${times}<parentID>urn:x:p</parentID><childEPCs/><action>DELETE</action></AssociationEvent></extension></extension>`,
      ),
    );
    assert.deepEqual(errors, []);
    assert.deepEqual(
      events.map((event) => event?.type),
      ['TransformationEvent', 'ObjectEvent', 'AssociationEvent'],
    );
  });

  it('reads a QuantityEvent as the observation of a quantity', async () => {
    const event = await only(
      document1(
        `<QuantityEvent>${times}<epcClass>urn:epc:idpat:sgtin:9521234.012345.*</epcClass><quantity>200</quantity><bizStep>urn:epcglobal:cbv:bizstep:storing</bizStep><extension><later>x</later></extension><ex:own>1</ex:own></QuantityEvent>`,
      ),
    );
    assert.ok(event.type === 'ObjectEvent');
    assert.equal(event.action, 'OBSERVE');
    assert.equal(event.wasQuantityEvent, true);
    assert.deepEqual(event.quantityList, [
      { epcClass: 'urn:epc:idpat:sgtin:9521234.012345.*', quantity: { value: 200, text: '200' } },
    ]);
    assert.equal(event.bizStep?.word, 'storing');
    assert.deepEqual(
      event.extensions?.map(({ ns, name }) => [ns, name]),
      [
        ['', 'later'],
        ['https://example.com/epcis/', 'own'],
      ],
    );
  });

  it('knows version 1.0 and 1.1 by the label', async () => {
    for (const [label, version] of [
      ['1', '1.0'],
      ['1.0', '1.0'],
      ['1.1', '1.1'],
      ['1.2', '1.2'],
    ]) {
      const { header, errors } = await read(document1(objectEvent()).replace('schemaVersion="1.2"', `schemaVersion="${label}"`));
      assert.deepEqual(errors, []);
      assert.equal(header?.version, version);
      assert.equal(header?.schemaVersion, label);
    }
  });
});

describe('somebody’s own elements and attributes', () => {
  it('keeps nesting, attributes, mixed content, nil and order', async () => {
    const event = await only(
      document2(
        objectEvent(
          '<ex:a x="1" ex:y="2"><ex:b>1</ex:b> <plain>2</plain><ex:b/></ex:a>' +
            '<ex:note>Call <ex:who>Ann</ex:who> or <ex:who>Bob</ex:who> now</ex:note>' +
            '<ex:none xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>' +
            '<ex:esc>a &lt;b&gt; &amp; <![CDATA[<c> & d]]></ex:esc><ex:space> x </ex:space>',
        ),
      ),
    );
    const ns = 'https://example.com/epcis/';
    const piece = (value: string) => ({ ns: '', name: '#text', prefix: '', value });
    const own = (name: string, value: string) => ({ ns, name, prefix: 'ex', value });
    assert.deepEqual(event.extensions, [
      {
        ns,
        name: 'a',
        prefix: 'ex',
        value: [own('b', '1'), { ns: '', name: 'plain', prefix: '', value: '2' }, own('b', '')],
        attributes: [
          { ns: '', name: 'x', prefix: '', value: '1' },
          { ns, name: 'y', prefix: 'ex', value: '2' },
        ],
      },
      {
        ns,
        name: 'note',
        prefix: 'ex',
        value: [piece('Call '), own('who', 'Ann'), piece(' or '), own('who', 'Bob'), piece(' now')],
      },
      { ns, name: 'none', prefix: 'ex', value: null },
      own('esc', 'a <b> & <c> & d'),
      own('space', ' x '),
    ]);
  });

  it('resolves prefixes by where they are declared, not by their letters', async () => {
    const event = await only(
      document2(
        objectEvent(
          '<p:a xmlns:p="urn:one"/><p:a xmlns:p="urn:two"><p:b>1</p:b></p:a><d xmlns="urn:default"><e/></d><ex:z>2</ex:z>',
        ),
      ),
    );
    assert.deepEqual(
      event.extensions?.map(({ ns, name }) => `${ns} ${name}`),
      ['urn:one a', 'urn:two a', 'urn:default d', 'https://example.com/epcis/ z'],
    );
    const [, two, byDefault] = event.extensions ?? [];
    assert.equal(Array.isArray(two?.value) && two.value[0].ns, 'urn:two');
    assert.equal(Array.isArray(byDefault?.value) && byDefault.value[0].ns, 'urn:default');
  });

  it('keeps attributes of an event, and elements that a later version may know', async () => {
    const { events, issues, errors } = await read(
      document1(
        objectEvent('<extension><extension><future>1</future></extension></extension>').replace(
          '<ObjectEvent>',
          '<ObjectEvent ex:a="1">',
        ),
      ),
    );
    assert.deepEqual(errors, []);
    assert.deepEqual(ids(issues), ['element-unknown']);
    assert.deepEqual(events[0]?.extensions, [
      { ns: 'https://example.com/epcis/', name: 'a', prefix: 'ex', value: '1' },
      { ns: '', name: 'future', prefix: '', value: '1' },
    ]);
  });
});
