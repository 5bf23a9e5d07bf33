/**
 * What the fields of an event are made of: lists, places, transactions, sensors, error declarations. They are the same
 * in all versions, but for the order in an errorDeclaration.
 *
 * @source EPCIS 2.0 section 9.5, EPCglobal-epcis-2_0.xsd; EPCIS 1.2 section 9.5, EPCglobal-epcis-1_2.xsd
 */
import type { EpcisVersion } from '../../epcis/document.ts';
import type {
  BizTransaction,
  Destination,
  ErrorDeclaration,
  Location,
  PersistentDisposition,
  Quantity,
  SensorElement,
  SensorMetadata,
  SensorReport,
  Source,
} from '../../epcis/event.ts';
import {
  type AttributeRule,
  attribute,
  type Content,
  element,
  isVersion2,
  openWrapper,
  type Shape,
  shape,
  textElement,
} from './grammar.ts';
import * as values from './values.ts';
import { type TextType, wordOf } from './values.ts';

/** Ties an element or attribute to a member of the canonical type, so that a wrong name does not compile. */
const member =
  <Type>() =>
  <Name extends keyof Type & string>(field: Name): { readonly field: Name } => ({ field });

export const epcs: Content = { kind: 'epcs' };

const listOf = (name: string, item: Content, min: 0 | 1): Content => ({
  kind: 'list',
  min,
  shape: shape([element(name, item, { isRepeatable: true })]),
});

const quantity = member<Quantity>();

export const quantities: Content = listOf(
  'quantityElement',
  {
    kind: 'record',
    shape: shape([
      textElement('epcClass', values.identifier, { ...quantity('epcClass'), isRequired: true, isNeeded: true }),
      textElement('quantity', values.decimal, quantity('quantity')),
      textElement('uom', values.string, { ...quantity('uom'), after: 'quantity' }),
    ]),
  },
  0,
);

/** Open to somebody's own elements, and to whatever a later version puts into `extension`. */
const extensible = { foreign: 'extension', hasExtensions: true } as const;

const extension = element('extension', openWrapper());

const location = member<Location>();

export const place: Content = {
  kind: 'record',
  shape: shape(
    [textElement('id', values.identifier, { ...location('id'), isRequired: true, isNeeded: true }), extension],
    extensible,
  ),
};

/** Text with an attribute `type`. */
const typed = (field: string, text: TextType, type: AttributeRule): Content => ({
  kind: 'record',
  shape: shape([], { attributes: [type], text: { field, type: text, isNeeded: true } }),
});

const { field: bizTransaction } = member<BizTransaction>()('bizTransaction');
const { field: source } = member<Source>()('source');
const { field: destination } = member<Destination>()('destination');

export const bizTransactions: Content = listOf(
  'bizTransaction',
  typed(bizTransaction, values.uri, attribute('type', wordOf('bizTransactionType'))),
  1,
);

const sourceOrDestinationType = attribute('type', wordOf('sourceDestinationType'), { isRequired: true });

export const sources: Content = listOf('source', typed(source, values.identifier, sourceOrDestinationType), 1);
export const destinations: Content = listOf('destination', typed(destination, values.identifier, sourceOrDestinationType), 1);

const disposition = member<PersistentDisposition>();
const dispositionWord = wordOf('disposition');

export const persistentDisposition: Content = {
  kind: 'record',
  shape: shape([
    textElement('unset', dispositionWord, { ...disposition('unset'), isRepeatable: true }),
    textElement('set', dispositionWord, { ...disposition('set'), isRepeatable: true }),
  ]),
};

/** Instance or lot master data: elements of other namespaces, and un-namespaced ones below `extension`. */
export const ilmd: Content = {
  kind: 'fields',
  shape: shape([extension], { ...extensible, anyAttribute: true }),
};

const declaration = member<ErrorDeclaration>();

/** In 2.0 the schema takes the parts in any order and all of them optional, the declaration time included. */
export const errorDeclaration = (version: EpcisVersion): Content => ({
  kind: 'record',
  shape: shape(
    [
      textElement('declarationTime', values.time, {
        ...declaration('declarationTime'),
        isRequired: !isVersion2(version),
        isNeeded: true,
      }),
      textElement('reason', wordOf('errorReason'), declaration('reason')),
      element(
        'correctiveEventIDs',
        listOf('correctiveEventID', { kind: 'text', type: values.uri }, 0),
        declaration('correctiveEventIDs'),
      ),
      extension,
    ],
    { ...extensible, anyAttribute: true, order: isVersion2(version) ? 'any' : 'sequence' },
  ),
});

const metadata = member<SensorMetadata>();
const report = member<SensorReport>();

const emptyWithAttributes = (attributes: readonly AttributeRule[]): Shape =>
  shape([], { attributes, anyAttribute: true, hasExtensions: true, isDeafToText: true });

const sensorMetadata = emptyWithAttributes([
  attribute('time', values.time, metadata('time')),
  attribute('startTime', values.time, metadata('startTime')),
  attribute('endTime', values.time, metadata('endTime')),
  attribute('deviceID', values.uri, metadata('deviceID')),
  attribute('deviceMetadata', values.uri, metadata('deviceMetadata')),
  attribute('rawData', values.uri, metadata('rawData')),
  attribute('dataProcessingMethod', values.uri, metadata('dataProcessingMethod')),
  attribute('bizRules', values.uri, metadata('bizRules')),
]);

const sensorReport = emptyWithAttributes([
  attribute('type', wordOf('measurementType'), report('type')),
  attribute('exception', wordOf('sensorAlert'), report('exception')),
  attribute('deviceID', values.uri, report('deviceID')),
  attribute('deviceMetadata', values.uri, report('deviceMetadata')),
  attribute('rawData', values.uri, report('rawData')),
  attribute('dataProcessingMethod', values.uri, report('dataProcessingMethod')),
  // No attribute of the schema, but of the JSON binding; as an attribute without namespace it is allowed.
  attribute('bizRules', values.uri, report('bizRules')),
  attribute('time', values.time, report('time')),
  attribute('microorganism', values.uri, report('microorganism')),
  attribute('chemicalSubstance', values.uri, report('chemicalSubstance')),
  attribute('value', values.double, report('value')),
  attribute('component', wordOf('component'), report('component')),
  attribute('stringValue', values.string, report('stringValue')),
  attribute('booleanValue', values.boolean, report('booleanValue')),
  attribute('hexBinaryValue', values.hexBinary, report('hexBinaryValue')),
  attribute('uriValue', values.uri, report('uriValue')),
  attribute('minValue', values.double, report('minValue')),
  attribute('maxValue', values.double, report('maxValue')),
  attribute('meanValue', values.double, report('meanValue')),
  attribute('sDev', values.double, report('sDev')),
  attribute('percRank', values.double, report('percRank')),
  attribute('percValue', values.double, report('percValue')),
  attribute('uom', values.string, report('uom')),
  attribute('coordinateReferenceSystem', values.uri, report('coordinateReferenceSystem')),
]);

const sensor = member<SensorElement>();

const sensorElement: Content = {
  kind: 'record',
  shape: shape(
    [
      element('sensorMetadata', { kind: 'record', shape: sensorMetadata }, sensor('sensorMetadata')),
      element(
        'sensorReport',
        { kind: 'record', shape: sensorReport },
        {
          ...sensor('sensorReport'),
          isRepeatable: true,
          isRequired: true,
          isNeeded: true,
        },
      ),
      extension,
    ],
    extensible,
  ),
};

export const sensorElements: Content = {
  kind: 'list',
  min: 1,
  shape: shape([element('sensorElement', sensorElement, { isRepeatable: true }), extension]),
};
