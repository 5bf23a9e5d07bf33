/** An event element as the canonical event. */
import type { EpcisVersion } from '../../epcis/document.ts';
import type { Decimal, EpcisEvent } from '../../epcis/event.ts';
import type { Declared } from './cursor.ts';
import { type EventShapeName, eventShape, standardEventNames } from './grammar-events.ts';
import { childrenOf, type XmlNode } from './node.ts';
import { readRecord } from './read-record.ts';
import type { Draft, Reading } from './reading.ts';

const isStandard = (name: string): name is EventShapeName => (standardEventNames as readonly string[]).includes(name);

/**
 * @param own prefixes that the event element declares; those that its words use become its context
 * @returns undefined where what every event needs is missing or unreadable; the findings say so
 */
export function readEvent(node: XmlNode, reading: Reading, own?: Declared): EpcisEvent | undefined {
  if (!own) return readTyped(node, reading);
  const used: Record<string, string> = {};
  const resolve = (prefix: string): string | undefined => {
    const ns = own[prefix];
    if (ns === undefined) return reading.resolve(prefix);
    used[prefix] = ns;
    return ns;
  };
  const event = readTyped(node, { ...reading, resolve });
  return event && Object.keys(used).length > 0 ? { ...event, context: used } : event;
}

function readTyped(node: XmlNode, reading: Reading): EpcisEvent | undefined {
  const { name, ns, prefix } = node;
  if (ns !== '' || !isStandard(name)) {
    const draft: Draft = { type: 'VendorEvent', eventType: { ns, name, prefix } };
    return asEvent(readRecord(node, eventShape('VendorEvent', reading.version), reading, draft));
  }
  const shape = eventShape(name, reading.version);
  if (name === 'QuantityEvent') return observation(readRecord(node, shape, reading));
  return asEvent(readRecord(node, shape, reading, { type: name }));
}

/** The grammar has given the draft the members of the type that it names, and refused it where a needed one is missing. */
const asEvent = (draft: Draft | undefined): EpcisEvent | undefined => draft as EpcisEvent | undefined;

/** A QuantityEvent says that a quantity of a class was seen: an ObjectEvent with the action OBSERVE. */
function observation(draft: Draft | undefined): EpcisEvent | undefined {
  if (!draft) return undefined;
  const { epcClass, quantity, ...rest } = draft as Draft & { epcClass: string; quantity: Decimal };
  return asEvent({
    type: 'ObjectEvent',
    ...rest,
    action: 'OBSERVE',
    quantityList: [{ epcClass, quantity }],
    wasQuantityEvent: true,
  });
}

/** The version a bare event was written in, which only its content can tell. */
export function versionOfBareEvent(node: XmlNode): EpcisVersion {
  const isOld = childrenOf(node).some(
    (child) =>
      child.ns === '' &&
      (child.name === 'baseExtension' || child.name === 'extension') &&
      childrenOf(child).some((inner) => inner.ns === ''),
  );
  return isOld || node.name === 'QuantityEvent' ? '1.2' : '2.0';
}
