/** A canonical event as an element, in the wrappers its version keeps it in. */
import type { EpcisEvent, ObjectEvent } from '../../epcis/event.ts';
import type { Shape } from './grammar.ts';
import { documentShape } from './grammar-document.ts';
import { eventShape } from './grammar-events.ts';
import { declare, type Scope, withDeclared } from './scope.ts';
import { type Fields, type Spot, writeRecord } from './write-record.ts';
import { isName } from './write-text.ts';
import type { Writing, WrittenVersion } from './writing.ts';

/** @param number of the event in its document, from 1 */
export function writeEvent(event: EpcisEvent, number: number, scope: Scope, writing: Writing): string {
  const { context, ...fields } = event;
  const spot: Spot = {
    scope,
    path: `/EventList/${event.type}[${number}]`,
    writing: context ? writing.withPrefixes(context) : writing,
  };
  const own = context ? withDeclared(scope, context) : scope;
  if (event.type === 'VendorEvent') return writeVendorEvent(event, spot, own);
  const asQuantity = event.type === 'ObjectEvent' && writing.version === '1.2' ? quantityEvent(event) : undefined;
  if (asQuantity) return writeRecord('QuantityEvent', asQuantity, eventShape('QuantityEvent', '1.2'), spot, own);
  return writeRecord(event.type, fields, eventShape(event.type, writing.version), spot, own);
}

/** It was one and can be one again: a class and a whole number of it, and nothing that a QuantityEvent has no place for. */
function quantityEvent(event: ObjectEvent): Fields | undefined {
  const { wasQuantityEvent, action, epcList, quantityList = [], ...rest } = event;
  const [quantity, ...more] = quantityList;
  if (!wasQuantityEvent || action !== 'OBSERVE' || epcList !== undefined || !quantity || more.length > 0) return undefined;
  const isCount = quantity.uom === undefined && quantity.quantity !== undefined && /^[+-]?\d{1,9}$/.test(quantity.quantity.text);
  const hasMore = rest.sourceList ?? rest.destinationList ?? rest.sensorElementList ?? rest.persistentDisposition ?? rest.ilmd;
  return isCount && hasMore === undefined ? { ...rest, epcClass: quantity.epcClass, quantity: quantity.quantity } : undefined;
}

function writeVendorEvent(event: EpcisEvent & { type: 'VendorEvent' }, spot: Spot, scope: Scope): string {
  const { eventType, context: _context, ...fields } = event;
  const { ns, name, prefix } = eventType;
  if (!isName(name)) {
    spot.writing.lose(spot.path, `"${name}" cannot be the name of an XML element`);
    return '';
  }
  const shape = eventShape('VendorEvent', spot.writing.version);
  if (ns === '') return writeRecord(name, fields, shape, spot, scope);
  const own = declare(scope, ns, prefix);
  return writeRecord(`${own.prefix}:${name}`, fields, shape, spot, own.scope);
}

/**
 * Elements around the event in an EventList, from the outside.
 *
 * @returns undefined where the version has no place for such an event
 */
export function wrappersOf(event: EpcisEvent, version: WrittenVersion): readonly string[] | undefined {
  const list = eventListShape(version);
  if (!list) return undefined;
  if (event.type !== 'VendorEvent') return wayTo(list, (shape) => shape.elements.get(event.type)?.content.kind === 'event');
  const wildcard = event.eventType.ns === '' ? 'local' : 'foreign';
  return wayTo(list, (shape) => shape[wildcard] === 'event');
}

function eventListShape(version: WrittenVersion): Shape | undefined {
  const body = documentShape('EPCISDocument', version).elements.get('EPCISBody')?.content;
  const list = body?.kind === 'stream' ? body.shape.elements.get('EventList')?.content : undefined;
  return list?.kind === 'stream' ? list.shape : undefined;
}

function wayTo(shape: Shape, isThere: (shape: Shape) => boolean): readonly string[] | undefined {
  if (isThere(shape)) return [];
  const { content } = shape.elements.get('extension') ?? {};
  const further = content?.kind === 'stream' ? wayTo(content.shape, isThere) : undefined;
  return further && ['extension', ...further];
}
