/** Each departure from the schema is found, once, with its id, its layer, and the place in the sender's own file. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IssueLayer } from '../../../server/epcis/issue.ts';
import { document1, document2, epcs, head, ids, objectEvent, read, tail, times } from './read.ts';

type Case = {
  readonly it: string;
  readonly document: string;
  readonly id: string;
  readonly layer: IssueLayer;
  /** Line, and the text that begins at the column. */
  readonly at: readonly [line: number, text: string];
  /** Below the event or, for a document, the root. */
  readonly path: string;
  readonly message: RegExp;
};

const LIST = '/EPCISDocument/EPCISBody/EventList';
const EVENT = `${LIST}/ObjectEvent[1]`;
const pretty = (...lines: readonly string[]): string => document2(`<ObjectEvent>\n${lines.join('\n')}\n</ObjectEvent>`);
const time = '<eventTime>2025-03-03T08:00:00Z</eventTime>';
const zone = '<eventTimeZoneOffset>+00:00</eventTimeZoneOffset>';
const act = '<action>ADD</action>';

const cases: readonly Case[] = [
  {
    it: 'a missing eventTime',
    document: pretty(zone, epcs, act),
    id: 'element-missing',
    layer: 'schema',
    at: [2, '<ObjectEvent'],
    path: EVENT,
    message: /<ObjectEvent> has no <eventTime>/,
  },
  {
    it: 'a missing action',
    document: pretty(time, zone, epcs),
    id: 'element-missing',
    layer: 'schema',
    at: [2, '<ObjectEvent'],
    path: EVENT,
    message: /has no <action>/,
  },
  {
    it: 'the wrong order',
    document: pretty(zone, `  ${time}`, epcs, act),
    id: 'element-order',
    layer: 'schema',
    at: [4, '<eventTime'],
    path: `${EVENT}/eventTime`,
    message: /<eventTime> comes too late: it belongs before <eventTimeZoneOffset>/,
  },
  {
    it: 'an element of the standard behind somebody’s own',
    document: pretty(time, zone, epcs, '<ex:own>1</ex:own>', act),
    id: 'element-order',
    layer: 'schema',
    at: [7, '<action'],
    path: `${EVENT}/action`,
    message: /belongs before all elements of your own/,
  },
  {
    it: 'an element given twice',
    document: pretty(time, zone, epcs, act, act),
    id: 'element-repeated',
    layer: 'schema',
    at: [7, '<action'],
    path: `${EVENT}/action[2]`,
    message: /<action> stands here a second time/,
  },
  {
    it: 'an action that is none',
    document: pretty(time, zone, epcs, '<action>ad</action>'),
    id: 'action-unknown',
    layer: 'schema',
    at: [6, '<action'],
    path: `${EVENT}/action`,
    message: /"ad" in <action> is no action/,
  },
  {
    it: 'white space around an action',
    document: pretty(time, zone, epcs, '<action> ADD</action>'),
    id: 'white-space-around',
    layer: 'schema',
    at: [6, '<action'],
    path: `${EVENT}/action`,
    message: /White space/,
  },
  {
    it: 'an unknown element, with what was probably meant',
    document: pretty(time, zone, epcs, act, '<bizstep>urn:x:1</bizstep>'),
    id: 'element-unknown',
    layer: 'schema',
    at: [7, '<bizstep'],
    path: `${EVENT}/bizstep`,
    message: /<bizstep> is no element that EPCIS knows/,
  },
  {
    it: 'a time that does not exist',
    document: pretty('<eventTime>2023-02-30T08:00:00Z</eventTime>', zone, epcs, act),
    id: 'time-invalid',
    layer: 'schema',
    at: [3, '<eventTime'],
    path: `${EVENT}/eventTime`,
    message: /"2023-02-30T08:00:00Z"/,
  },
  {
    it: 'a time without zone',
    document: pretty('<eventTime>2023-02-03T08:00:00.5</eventTime>', zone, epcs, act),
    id: 'time-zone-missing',
    layer: 'schema',
    at: [3, '<eventTime'],
    path: `${EVENT}/eventTime`,
    message: /a time without zone/,
  },
  {
    it: 'a time without zone in 1.2, whose schema allows it',
    document: document1(objectEvent()).replace('08:00:00.000+01:00', '08:00:00'),
    id: 'time-zone-missing',
    layer: 'rule',
    at: [2, '<eventTime'],
    path: `${EVENT}/eventTime`,
    message: /a time without zone/,
  },
  {
    it: 'an offset that is none',
    document: pretty(time, '<eventTimeZoneOffset>CEST</eventTimeZoneOffset>', epcs, act),
    id: 'event-time-zone-offset-invalid',
    layer: 'rule',
    at: [4, '<eventTimeZoneOffset'],
    path: `${EVENT}/eventTimeZoneOffset`,
    message: /"CEST"/,
  },
  {
    it: 'a quantity that is no number',
    document: pretty(
      time,
      zone,
      act,
      '<quantityList><quantityElement><epcClass>urn:x:c</epcClass><quantity>1e3</quantity></quantityElement></quantityList>',
    ),
    id: 'number-invalid',
    layer: 'schema',
    at: [6, '<quantity>'],
    path: `${EVENT}/quantityList/quantityElement/quantity`,
    message: /"1e3" in <quantity> is no number/,
  },
  {
    it: 'a unit without quantity',
    document: pretty(
      time,
      zone,
      act,
      '<quantityList><quantityElement><epcClass>urn:x:c</epcClass><uom>KGM</uom></quantityElement></quantityList>',
    ),
    id: 'element-missing',
    layer: 'schema',
    at: [6, '<uom'],
    path: `${EVENT}/quantityList/quantityElement/uom`,
    message: /<uom> must follow <quantity>/,
  },
  {
    it: 'a place without id',
    document: pretty(time, zone, epcs, act, '<readPoint><ex:a>1</ex:a></readPoint>'),
    id: 'element-missing',
    layer: 'schema',
    at: [7, '<readPoint'],
    path: `${EVENT}/readPoint`,
    message: /<readPoint> has no <id>/,
  },
  {
    it: 'a source without type',
    document: pretty(time, zone, epcs, act, '<sourceList><source>urn:x:1</source></sourceList>'),
    id: 'attribute-missing',
    layer: 'schema',
    at: [7, '<source>'],
    path: `${EVENT}/sourceList/source`,
    message: /<source> has no attribute type/,
  },
  {
    it: 'an empty list that must not be empty',
    document: pretty(time, zone, epcs, act, '<bizTransactionList/>'),
    id: 'list-empty',
    layer: 'schema',
    at: [7, '<bizTransactionList'],
    path: `${EVENT}/bizTransactionList`,
    message: /holds no <bizTransaction>/,
  },
  {
    it: 'an attribute where none may be',
    document: pretty(time, zone, epcs, act, '<bizStep x="1">urn:x:1</bizStep>'),
    id: 'attribute-unknown',
    layer: 'schema',
    at: [7, '<bizStep'],
    path: `${EVENT}/bizStep`,
    message: /must not have the attribute x="1"/,
  },
  {
    it: 'text where elements belong',
    document: pretty(time, zone, '<epcList>xx<epc>urn:x:1</epc></epcList>', act),
    id: 'text-unexpected',
    layer: 'schema',
    at: [5, '<epcList'],
    path: `${EVENT}/epcList`,
    message: /"xx"/,
  },
  {
    it: 'an EPC that is empty',
    document: pretty(time, zone, '<epcList><epc>urn:x:1</epc><epc> </epc></epcList>', act),
    id: 'value-empty',
    layer: 'rule',
    at: [5, '<epc> '],
    path: `${EVENT}/epcList/epc`,
    message: /An <epc> of <epcList> is empty/,
  },
  {
    it: 'a sensor value that is no number',
    document: pretty(
      time,
      zone,
      epcs,
      act,
      '<sensorElementList><sensorElement><sensorReport type="gs1:Temperature" value="warm"/></sensorElement></sensorElementList>',
    ),
    id: 'number-invalid',
    layer: 'schema',
    at: [7, '<sensorReport'],
    path: `${EVENT}/sensorElementList/sensorElement/sensorReport`,
    message: /"warm" in attribute value of <sensorReport>/,
  },
  {
    it: 'a sensor value that is not finite, which the schema allows',
    document: pretty(
      time,
      zone,
      epcs,
      act,
      '<sensorElementList><sensorElement><sensorReport value="NaN"/></sensorElement></sensorElementList>',
    ),
    id: 'number-not-finite',
    layer: 'rule',
    at: [7, '<sensorReport'],
    path: `${EVENT}/sensorElementList/sensorElement/sensorReport`,
    message: /no finite number/,
  },
  {
    it: 'a URI that is none',
    document: pretty(time, zone, epcs, act, '<bizStep>1step:x</bizStep>'),
    id: 'uri-invalid',
    layer: 'schema',
    at: [7, '<bizStep'],
    path: `${EVENT}/bizStep`,
    message: /"1step:x"/,
  },
  {
    it: 'an extension that contradicts its own type',
    document: pretty(
      time,
      zone,
      epcs,
      act,
      '<ex:n xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="http://www.w3.org/2001/XMLSchema" xsi:type="s:integer">1.5</ex:n>',
    ),
    id: 'extension-type-mismatch',
    layer: 'schema',
    at: [7, '<ex:n'],
    path: `${EVENT}/ex:n`,
    message: /"1.5" in <ex:n> is no xsd:integer/,
  },
  {
    it: 'an error declaration without time, which the schema allows',
    document: pretty(time, zone, '<errorDeclaration/>', epcs, act),
    id: 'element-missing',
    layer: 'rule',
    at: [5, '<errorDeclaration'],
    path: `${EVENT}/errorDeclaration`,
    message: /has no <declarationTime>/,
  },
  {
    it: 'an action in a TransformationEvent',
    document: document2(`<TransformationEvent>${times}<inputEPCList/>${act}</TransformationEvent>`),
    id: 'element-unknown',
    layer: 'schema',
    at: [2, '<action'],
    path: `${LIST}/TransformationEvent[1]/action`,
    message: /<action>/,
  },
  {
    it: 'a list of 2.0 in an event of 1.2',
    document: document1(objectEvent('<quantityList/>')),
    id: 'element-misplaced',
    layer: 'schema',
    at: [2, '<quantityList'],
    path: `${EVENT}/quantityList`,
    message: /<quantityList> does not belong in <ObjectEvent>/,
  },
  {
    it: 'an event type of 2.0 in a list of 1.2',
    document: document1(`<AssociationEvent>${times}<parentID>urn:x:1</parentID>${act}</AssociationEvent>`),
    id: 'element-misplaced',
    layer: 'schema',
    at: [2, '<AssociationEvent'],
    path: `${LIST}/AssociationEvent[1]`,
    message: /<AssociationEvent> does not belong in <EventList>/,
  },
  {
    it: 'a missing list of EPCs in 1.2',
    document: document1(`<ObjectEvent>${times}${act}</ObjectEvent>`),
    id: 'element-missing',
    layer: 'schema',
    at: [2, '<ObjectEvent'],
    path: EVENT,
    message: /has no <epcList>/,
  },
  {
    it: 'an event type that does not exist',
    document: document2(`<ObjectEvents>${times}</ObjectEvents>`),
    id: 'element-unknown',
    layer: 'schema',
    at: [2, '<ObjectEvents'],
    path: `${LIST}/ObjectEvents`,
    message: /<ObjectEvents> is no element/,
  },
  {
    it: 'a missing body',
    document: head().replace('<EPCISBody><EventList>', '</epcis:EPCISDocument>'),
    id: 'element-missing',
    layer: 'schema',
    at: [1, '<epcis:EPCISDocument'],
    path: '/EPCISDocument',
    message: /has no <EPCISBody>/,
  },
  {
    it: 'a missing creation date',
    document: document2(objectEvent()).replace(/ creationDate="[^"]*"/, ''),
    id: 'attribute-missing',
    layer: 'schema',
    at: [1, '<epcis:EPCISDocument'],
    path: '/EPCISDocument',
    message: /no attribute creationDate/,
  },
  {
    it: 'a schemaVersion that is no decimal',
    document: document2(objectEvent()).replace('schemaVersion="2.0"', 'schemaVersion="2.0.0"'),
    id: 'number-invalid',
    layer: 'schema',
    at: [1, '<epcis:EPCISDocument'],
    path: '/EPCISDocument',
    message: /"2.0.0" in attribute schemaVersion/,
  },
  {
    it: 'a namespace that is not the root’s',
    document: document2(objectEvent()).replace('urn:epcglobal:epcis:xsd:2', 'urn:epcglobal:epcis:xsd:9'),
    id: 'root-namespace',
    layer: 'schema',
    at: [1, '<epcis:EPCISDocument'],
    path: '/EPCISDocument',
    message: /urn:epcglobal:epcis:xsd:9/,
  },
  {
    it: 'two events in a wrapper of 1.2 that holds one',
    document: document1(
      `<extension>${'<TransformationEvent/>'.replace('/>', `>${times}</TransformationEvent>`).repeat(2)}</extension>`,
    ),
    id: 'element-repeated',
    layer: 'schema',
    at: [
      2,
      '<TransformationEvent><eventTime>2025-03-03T08:00:00.000+01:00</eventTime><eventTimeZoneOffset>+01:00</eventTimeZoneOffset></TransformationEvent></extension>',
    ],
    path: `${LIST}/extension[1]/TransformationEvent[2]`,
    message: /one too many/,
  },
  {
    it: 'a wrapper with nothing in it',
    document: document2(objectEvent('<extension/>')),
    id: 'element-empty',
    layer: 'schema',
    at: [2, '<extension'],
    path: `${EVENT}/extension`,
    message: /<extension> must not be empty/,
  },
  {
    it: 'nil where a value belongs',
    document: document2(
      objectEvent('<bizStep xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">urn:x:1</bizStep>'),
    ),
    id: 'nil-unexpected',
    layer: 'schema',
    at: [2, '<bizStep'],
    path: `${EVENT}/bizStep`,
    message: /must not say xsi:nil/,
  },
  {
    it: 'text around events',
    document: document2('stray &amp; text', objectEvent()),
    id: 'text-unexpected',
    layer: 'schema',
    at: [1, '<EventList'],
    path: LIST,
    message: /"stray & text"/,
  },
  {
    it: 'a header of 1.2 without SBDH',
    document: `${head('1.2', '<EPCISHeader/>')}\n${objectEvent()}\n${tail}`,
    id: 'element-missing',
    layer: 'schema',
    at: [1, '<EPCISHeader'],
    path: '/EPCISDocument/EPCISHeader',
    message: /StandardBusinessDocumentHeader/,
  },
  {
    it: 'a query without name',
    document:
      '<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:2" schemaVersion="2.0" creationDate="2025-03-03T09:00:00Z">\n<EPCISBody><q:Poll><params/></q:Poll></EPCISBody></q:EPCISQueryDocument>',
    id: 'element-missing',
    layer: 'schema',
    at: [2, '<q:Poll'],
    path: '/EPCISQueryDocument/EPCISBody/Poll',
    message: /<Poll> has no <queryName>/,
  },
];

describe('findings of structure', () => {
  for (const each of cases) {
    it(each.it, async () => {
      const { errors } = await read(each.document);
      assert.deepEqual(ids(errors), [each.id]);
      const [error] = errors;
      assert.equal(error?.layer, each.layer);
      const [line, text] = each.at;
      const column = (each.document.split('\n')[line - 1] ?? '').indexOf(text) + 1;
      assert.ok(column > 0);
      assert.deepEqual([error?.at.line, error?.at.column], [line, column]);
      assert.equal(error?.at.path, each.path);
      assert.match(error?.message ?? '', each.message);
    });
  }

  it('names what was probably meant', async () => {
    const { errors } = await read(document2(objectEvent('<bizstep>urn:x:1</bizstep>')));
    assert.equal(errors[0]?.hint, 'Did you mean <bizStep>?');
  });

  it('belong to their event, by its index', async () => {
    const { issues } = await read(document2(objectEvent(), objectEvent('<a/>'), objectEvent(), objectEvent('<b/>')));
    assert.deepEqual(
      issues.map(({ event, at }) => [event, at.line]),
      [
        [1, 3],
        [3, 5],
      ],
    );
  });

  it('are all told at once, and the event is still there to be seen', async () => {
    const { events, errors } = await read(
      document2(`<ObjectEvent>${times}${epcs}<action>ADD</action><foo/><bizStep>1:x</bizStep><bar/></ObjectEvent>`),
    );
    assert.deepEqual(ids(errors), ['element-unknown', 'element-order', 'uri-invalid', 'element-unknown']);
    assert.equal(events[0]?.type, 'ObjectEvent');
  });

  it('are warnings in tolerant mode, where the content is kept', async () => {
    const { events, issues, errors } = await read(document2(objectEvent('<foo>1</foo>')), { mode: 'tolerant' });
    assert.deepEqual(errors, []);
    assert.deepEqual(ids(issues), ['element-unknown']);
    assert.deepEqual(events[0]?.extensions, [{ ns: '', name: 'foo', prefix: '', value: '1' }]);
  });

  it('are errors in tolerant mode, too, where the event cannot be made', async () => {
    const { events, errors } = await read(document2(objectEvent().replace('OBSERVE', 'LOOK')), { mode: 'tolerant' });
    assert.deepEqual(ids(errors), ['action-unknown']);
    assert.deepEqual(events, [undefined]);
  });

  it('are bounded, however much is wrong', async () => {
    const { issues } = await read(document2(objectEvent('<foo/>'.repeat(5000))));
    assert.ok(issues.length > 100 && issues.length < 1000, `${issues.length} findings`);
  });

  it('are mild where the schema of 1.2 lets everything pass', async () => {
    const { events, issues, errors } = await read(
      document1(
        `<extension><extension><AssociationEvent>${times}<action>ADD</action><sensorMetaData/></AssociationEvent></extension></extension>`,
      ),
    );
    assert.deepEqual(errors, []);
    assert.deepEqual([...ids(issues)].sort(), ['element-missing', 'element-unknown']);
    assert.equal(events[0]?.type, 'AssociationEvent');
  });
});
