/** Documents of every kind: what stands around the events, and what tolerant reading reads over. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { document1, document2, epcs, head, ids, objectEvent, read, tail, times } from './read.ts';

describe('reading what stands around events', () => {
  const sbdh = `<sbdh:StandardBusinessDocumentHeader xmlns:sbdh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">
    <sbdh:HeaderVersion>1.0</sbdh:HeaderVersion>
    <sbdh:Sender><sbdh:Identifier Authority="SGLN"> urn:epc:id:sgln:9521234.00000.0 </sbdh:Identifier><sbdh:ContactInformation><sbdh:Contact>Ann</sbdh:Contact></sbdh:ContactInformation></sbdh:Sender>
    <sbdh:Receiver><sbdh:Identifier>9521235000006</sbdh:Identifier></sbdh:Receiver>
    <sbdh:DocumentIdentification><sbdh:Standard>EPCglobal</sbdh:Standard><sbdh:TypeVersion>1.0</sbdh:TypeVersion><sbdh:InstanceIdentifier>M-1</sbdh:InstanceIdentifier><sbdh:Type>Events</sbdh:Type><sbdh:CreationDateAndTime>2025-03-03T09:00:00Z</sbdh:CreationDateAndTime></sbdh:DocumentIdentification>
  </sbdh:StandardBusinessDocumentHeader>`;
  const masterData = `<EPCISMasterData><VocabularyList>
    <Vocabulary type="urn:epcglobal:epcis:vtype:BusinessLocation"><VocabularyElementList>
      <VocabularyElement id="urn:epc:id:sgln:9521234.00001.0"><attribute id="urn:epcglobal:cbv:mda#city"> Town </attribute>
        <attribute id="https://example.com/address"><ex:street>Long Lane</ex:street></attribute>
        <children><id>urn:epc:id:sgln:9521234.00001.1</id></children></VocabularyElement>
    </VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData>`;

  it('reads SBDH, master data and the root, in both versions', async () => {
    for (const version of ['1.2', '2.0'] as const) {
      const document = `${head(version, `<EPCISHeader>${sbdh}<extension>${masterData}</extension></EPCISHeader>`)}${objectEvent()}${tail}`;
      const { header, vocabulary, events, issues } = await read(document);
      assert.deepEqual(issues, []);
      assert.equal(events.length, 1);
      assert.equal(header?.kind, 'EPCISDocument');
      assert.equal(header?.version, version);
      assert.equal(header?.creationDate?.text, '2025-03-03T09:00:00.000Z');
      assert.equal(header?.namespaces['ex'], 'https://example.com/epcis/');
      assert.equal(header?.sender, 'urn:epc:id:sgln:9521234.00000.0');
      assert.equal(header?.receiver, '9521235000006');
      assert.equal(header?.instanceIdentifier, 'M-1');
      assert.deepEqual(header?.sbdh?.senders, [
        { identifier: 'urn:epc:id:sgln:9521234.00000.0', authority: 'SGLN', contact: 'Ann' },
      ]);
      assert.equal(header?.sbdh?.fields.length, 4);
      assert.deepEqual(vocabulary, [
        {
          type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
          id: 'urn:epc:id:sgln:9521234.00001.0',
          attributes: [
            { id: 'urn:epcglobal:cbv:mda#city', value: 'Town' },
            {
              id: 'https://example.com/address',
              value: [{ ns: 'https://example.com/epcis/', name: 'street', prefix: 'ex', value: 'Long Lane' }],
            },
          ],
          children: ['urn:epc:id:sgln:9521234.00001.1'],
        },
      ]);
    }
  });

  it('reads master data that stands without its wrapper, with a finding', async () => {
    const { vocabulary, errors } = await read(`${head('2.0', `<EPCISHeader>${masterData}</EPCISHeader>`)}${tail}`);
    assert.equal(vocabulary.length, 1);
    assert.deepEqual(ids(errors), ['element-misplaced']);
  });

  it('reads a master data document', async () => {
    const list = masterData.replace(/<\/?EPCISMasterData>/g, '');
    const { header, vocabulary, issues } = await read(
      `<md:EPCISMasterDataDocument xmlns:md="urn:epcglobal:epcis-masterdata:xsd:1" xmlns:ex="https://example.com/epcis/" schemaVersion="1.2" creationDate="2025-03-03T09:00:00Z"><EPCISBody>${list}</EPCISBody></md:EPCISMasterDataDocument>`,
    );
    assert.deepEqual(issues, []);
    assert.equal(header?.kind, 'EPCISMasterDataDocument');
    assert.equal(vocabulary.length, 1);
  });

  it('reads the events of query results', async () => {
    const { header, events, issues } = await read(
      `<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:2" schemaVersion="2.0" creationDate="2025-03-03T09:00:00Z"><EPCISBody><q:QueryResults><queryName>SimpleEventQuery</queryName><subscriptionID>S1</subscriptionID><resultsBody><EventList>${objectEvent()}</EventList></resultsBody></q:QueryResults></EPCISBody></q:EPCISQueryDocument>`,
    );
    assert.deepEqual(issues, []);
    assert.equal(header?.kind, 'EPCISQueryDocument');
    assert.equal(header?.queryName, 'SimpleEventQuery');
    assert.equal(header?.subscriptionID, 'S1');
    assert.equal(events.length, 1);
  });

  it('reads a query document that holds a message, which has no events', async () => {
    const { header, events, issues } = await read(
      `<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:2" schemaVersion="2.0" creationDate="2025-03-03T09:00:00Z"><EPCISBody><q:Poll><queryName>SimpleEventQuery</queryName><params><param><name>EQ_action</name><value><string>ADD</string></value></param></params></q:Poll></EPCISBody></q:EPCISQueryDocument>`,
    );
    assert.deepEqual(issues, []);
    assert.equal(header?.kind, 'EPCISQueryDocument');
    assert.equal(events.length, 0);
  });

  it('reads an event that stands alone, with and without namespace, old and new', async () => {
    for (const [document, version] of [
      [objectEvent(), '2.0'],
      [objectEvent('<extension><sourceList><source type="urn:x:t">urn:x:s</source></sourceList></extension>'), '1.2'],
      [
        `<e:ObjectEvent xmlns:e="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2025-03-03T09:00:00Z">${times}${epcs}<action>ADD</action></e:ObjectEvent>`,
        '2.0',
      ],
    ] as const) {
      const { header, events, errors } = await read(document);
      assert.deepEqual(errors, []);
      assert.equal(header?.kind, 'event');
      assert.equal(header?.version, version);
      assert.equal(events[0]?.type, 'ObjectEvent');
      assert.equal(events[0]?.extensions, undefined);
    }
  });

  it('takes the namespace of the root for its version and says so where the label differs', async () => {
    const { header, errors } = await read(document1(objectEvent()).replace('schemaVersion="1.2"', 'schemaVersion="2.0"'));
    assert.equal(header?.version, '1.2');
    assert.deepEqual(ids(errors), ['schema-version-mismatch']);
  });

  it('notes a creation date without zone and keeps its text', async () => {
    const { header, issues, errors } = await read(document2(objectEvent()).replace('09:00:00.000Z', '09:00:00'));
    assert.deepEqual(errors, []);
    assert.deepEqual(ids(issues), ['creation-date-zone-missing']);
    assert.equal(header?.creationDate?.text, '2025-03-03T09:00:00');
  });

  it('keeps extensions of the root in the header and names those that come behind the events', async () => {
    const document = document2(objectEvent())
      .replace('schemaVersion', 'ex:run="7" schemaVersion')
      .replace('</EPCISBody>', '</EPCISBody><ex:late>1</ex:late>');
    const { header, issues, errors } = await read(document);
    assert.deepEqual(errors, []);
    assert.deepEqual(header?.extensions, [{ ns: 'https://example.com/epcis/', name: 'run', prefix: 'ex', value: '7' }]);
    assert.deepEqual(ids(issues), ['extension-after-events']);
  });
});

describe('tolerant reading', () => {
  it('reads elements with a namespace, events without their list, and wrong order, with warnings', async () => {
    const qualified = `<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2025-03-03T09:00:00Z"><e:EPCISBody><e:ObjectEvent><e:action>ADD</e:action><e:eventTime>2025-03-03T08:00:00Z</e:eventTime><e:eventTimeZoneOffset>+00:00</e:eventTimeZoneOffset><e:epcList><e:epc>urn:x:1</e:epc></e:epcList></e:ObjectEvent></e:EPCISBody></e:EPCISDocument>`;
    const { events, issues, errors } = await read(qualified, { mode: 'tolerant' });
    assert.deepEqual(errors, []);
    assert.deepEqual([...new Set(ids(issues))].sort(), ['element-misplaced', 'element-order', 'element-qualified']);
    assert.ok(events[0]?.type === 'ObjectEvent');
    assert.deepEqual(events[0].epcList, ['urn:x:1']);
  });

  it('reads a root without namespace', async () => {
    const { header, events, errors } = await read(
      `<EPCISDocument schemaVersion="1.0" creationDate="2025-03-03T09:00:00Z"><EPCISBody><EventList>${objectEvent()}</EventList></EPCISBody></EPCISDocument>`,
      { mode: 'tolerant' },
    );
    assert.deepEqual(errors, []);
    assert.equal(header?.version, '1.0');
    assert.equal(events.length, 1);
  });

  it('joins lists that are given twice, and leaves other events alone', async () => {
    const list = (...epcs: readonly string[]) => `<epcList>${epcs.map((epc) => `<epc>${epc}</epc>`).join('')}</epcList>`;
    const twice = (first: string, second: string) => objectEvent().replace(epcs, first + second);
    const document = document2(
      twice(list(), list('urn:x:1')),
      twice(list('urn:x:2'), list('urn:x:3')),
      twice(list(), list()),
      twice(list(), ''),
      objectEvent('<sourceList/><sourceList/>'),
    );
    const { events, errors } = await read(document, { mode: 'tolerant' });
    assert.deepEqual(errors, []);
    assert.deepEqual(
      events.map((event) => event?.type === 'ObjectEvent' && event.epcList),
      [['urn:x:1'], ['urn:x:2', 'urn:x:3'], [], [], ['urn:epc:id:sgtin:9521234.012345.1001']],
    );
  });

  it('reads times that are nearly right, but never guesses a zone', async () => {
    const withTime = (text: string) =>
      read(document2(objectEvent().replace('2025-03-03T08:00:00.000+01:00', text)), { mode: 'tolerant' });
    for (const text of ['2025-03-03T08:00+01:00', '2025-03-03 08:00:00+0100', '2025-03-03T08:00:00+01']) {
      const { events, issues } = await withTime(text);
      assert.deepEqual(ids(issues), ['time-invalid']);
      assert.deepEqual(events[0]?.eventTime, { text, ms: Date.parse('2025-03-03T07:00:00Z') });
    }
    const { events, errors } = await withTime('2025-03-03T08:00:00');
    assert.deepEqual(ids(errors), ['time-zone-missing']);
    assert.equal(events[0], undefined);
  });
});
