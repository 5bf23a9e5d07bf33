/**
 * The CBV event hash: an identity that follows from what an event says, whatever notation it is written in.
 *
 * `eventID`, `recordTime`, `errorDeclaration` and `certificationInfo` are not in it. Versions 2.0 and 2.1 differ only in
 * sensor data and in extensions inside of standard fields.
 *
 * @source CBV 2.0 section 8.9; order of fields and version 2.1 as in the reference implementation of July 2026
 */
import { createHash } from 'node:crypto';
import type {
  BizTransaction,
  Destination,
  EpcisEvent,
  Extension,
  Location,
  PersistentDisposition,
  Quantity,
  Source,
} from './event.ts';
import { hashExtensions } from './hash-extensions.ts';
import { hashSensorElements, hashSensorExtensions } from './hash-sensors.ts';
import { type HashVersion, hashTime, hashValue, hashWord, sortByBytes } from './hash-values.ts';

/** The event hash as identifier: `ni:///sha-256;` and 64 hex digits, `?ver=CBV2.0`. */
export function eventHash(event: EpcisEvent, version: HashVersion = '2.0'): string {
  const digest = createHash('sha256').update(preHash(event, version)).digest('hex');
  return `ni:///sha-256;${digest}?ver=CBV${version}`;
}

/**
 * The string that is hashed. An event type of somebody's own is named `{namespace}name`; the standard does not say how.
 */
export function preHash(event: EpcisEvent, version: HashVersion = '2.0'): string {
  return [
    field('eventType', event.type === 'VendorEvent' ? `{${event.eventType.ns}}${event.eventType.name}` : event.type),
    field('eventTime', hashTime(event.eventTime)),
    field('eventTimeZoneOffset', event.eventTimeZoneOffset.trim()),
    whatHappenedTo(event),
    'action' in event ? optional('action', event.action) : '',
    'transformationID' in event ? optional('transformationID', event.transformationID) : '',
    event.bizStep ? field('bizStep', hashWord('bizStep', event.bizStep)) : '',
    event.disposition ? field('disposition', hashWord('disposition', event.disposition)) : '',
    persistentDisposition(event.persistentDisposition),
    location('readPoint', event.readPoint, version),
    location('bizLocation', event.bizLocation, version),
    bizTransactions(event.bizTransactionList),
    endpoints(
      'sourceList',
      'source',
      event.sourceList?.map((s: Source) => [s.type, s.source] as const),
    ),
    endpoints(
      'destinationList',
      'destination',
      event.destinationList?.map((d: Destination) => [d.type, d.destination] as const),
    ),
    hashSensorElements(event.sensorElementList, version),
    'ilmd' in event ? headed('ilmd', hashExtensions(event.ilmd)) : '',
    version === '2.0' ? innerExtensions(event) : '',
    hashExtensions(event.extensions),
  ].join('');
}

const field = (name: string, value: string): string => (value === '' ? '' : `${name}=${value}`);
const optional = (name: string, value: string | undefined): string => (value === undefined ? '' : field(name, hashValue(value)));
const headed = (name: string, content: string): string => (content === '' ? '' : name + content);

/** The lists of objects of all event types, in the one order they have. */
function whatHappenedTo(event: EpcisEvent): string {
  switch (event.type) {
    case 'ObjectEvent':
      return epcs('epcList', event.epcList) + quantities('quantityList', event.quantityList);
    case 'TransactionEvent':
      return (
        epcs('epcList', event.epcList) + optional('parentID', event.parentID) + quantities('quantityList', event.quantityList)
      );
    case 'AggregationEvent':
    case 'AssociationEvent':
      return (
        optional('parentID', event.parentID) +
        epcs('childEPCs', event.childEPCs) +
        quantities('childQuantityList', event.childQuantityList)
      );
    case 'TransformationEvent':
      return (
        epcs('inputEPCList', event.inputEPCList) +
        quantities('inputQuantityList', event.inputQuantityList) +
        epcs('outputEPCList', event.outputEPCList) +
        quantities('outputQuantityList', event.outputQuantityList)
      );
    case 'VendorEvent':
      return '';
  }
}

function epcs(name: string, list: readonly string[] | undefined): string {
  if (!list || list.length === 0) return '';
  return name + sortByBytes(list.map((epc) => `epc=${hashValue(epc)}`)).join('');
}

function quantities(name: string, list: readonly Quantity[] | undefined): string {
  if (!list || list.length === 0) return '';
  const elements = list.map(
    ({ epcClass, quantity, uom }) =>
      `quantityElement${field('epcClass', hashValue(epcClass))}${optional('quantity', quantity?.text)}${optional('uom', uom)}`,
  );
  return name + sortByBytes(elements).join('');
}

function persistentDisposition(disposition: PersistentDisposition | undefined): string {
  if (!disposition) return '';
  const words = (name: 'set' | 'unset'): string =>
    sortByBytes((disposition[name] ?? []).map((word) => field(name, hashWord('disposition', word)))).join('');
  return headed('persistentDisposition', words('set') + words('unset'));
}

function location(name: string, place: Location | undefined, version: HashVersion): string {
  if (!place) return '';
  return headed(name, field('id', hashValue(place.id)) + (version === '2.1' ? hashExtensions(place.extensions) : ''));
}

function bizTransactions(list: readonly BizTransaction[] | undefined): string {
  if (!list || list.length === 0) return '';
  const elements = list.map(
    ({ type, bizTransaction }) =>
      (type ? field('type', hashWord('bizTransactionType', type)) : '') + field('bizTransaction', hashValue(bizTransaction)),
  );
  return `bizTransactionList${sortByBytes(elements).join('')}`;
}

function endpoints(name: string, member: string, list: readonly (readonly [Source['type'], string])[] | undefined): string {
  if (!list || list.length === 0) return '';
  const elements = list.map(
    ([type, id]) => field('type', hashWord('sourceDestinationType', type)) + field(member, hashValue(id)),
  );
  return name + sortByBytes(elements).join('');
}

/** 2.0 gathers the extensions inside of standard fields in one block. */
function innerExtensions(event: EpcisEvent): string {
  const inside = (name: string, extensions: readonly Extension[] | undefined): string => headed(name, hashExtensions(extensions));
  return (
    inside('readPoint', event.readPoint?.extensions) +
    inside('bizLocation', event.bizLocation?.extensions) +
    hashSensorExtensions(event.sensorElementList)
  );
}
