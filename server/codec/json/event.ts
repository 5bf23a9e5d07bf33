/** One event, from parsed JSON to the canonical model. */
import { type EpcisEvent, type Extension, eventTypes } from '../../epcis/event.ts';
import type { Time } from '../../epcis/time.ts';
import { checkConditions } from './conditions.ts';
import { readContext } from './context.ts';
import { readExtension } from './extension.ts';
import { eventMembers, eventShapes, type ShapedEvent } from './fields.ts';
import { kindOf, lost, odd, quote, type Reading, wrong } from './reading.ts';
import { type Name, resolveName } from './scope.ts';
import { isObject, type Raw, readMembers, type Stranger } from './shape.ts';
import { isUri } from './uri.ts';

/**
 * Reads an event; the reading stands at it. What is wrong with it is in the reading's findings.
 *
 * @param context whether the event's `@context` is its own, or was read before because the event is the document
 * @returns undefined where no event can be made of it
 */
export function readEvent(reading: Reading, raw: unknown, context: 'own' | 'document'): EpcisEvent | undefined {
  if (!isObject(raw)) {
    lost(reading, { id: 'event-no-object', layer: 'schema', message: `${kindOf(raw)} stands where an event is wanted` });
    return undefined;
  }
  const outer = reading.scope;
  const declared = context === 'own' && '@context' in raw ? enterContext(reading, raw['@context']) : undefined;
  const read = readTyped(reading, raw);
  reading.scope = outer;
  if (!read || !declared || declared.size === 0) return read;
  return { ...read, context: Object.fromEntries(declared) };
}

function enterContext(reading: Reading, context: unknown): ReadonlyMap<string, string> {
  reading.path.push('@context');
  const { scope, declared } = readContext(reading, context, reading.scope, 'inner');
  reading.path.pop();
  reading.scope = scope;
  return declared;
}

function readTyped(reading: Reading, raw: Raw): EpcisEvent | undefined {
  const kind = kindOfEvent(reading, raw);
  if (!kind) return undefined;
  const shape = eventShapes[kind.type];
  const out = readMembers(reading, raw, shape, strangers[kind.type]);
  if (out === undefined) return undefined;
  if (out['type'] !== kind.type) Object.assign(out, kind);
  // Where it is missing or unreadable there is an error already; the offset of eventTime is what is meant mostly.
  out['eventTimeZoneOffset'] ??= offsetOf(out['eventTime'] as Time);
  if (kind.type !== 'VendorEvent') checkConditions(reading, raw, out as EpcisEvent);
  return out as EpcisEvent;
}

const offsetOf = ({ text }: Time): string => (/[+-]\d\d:\d\d$/.exec(text) ?? ['+00:00'])[0];

type Kind =
  | { readonly type: Exclude<ShapedEvent, 'VendorEvent'> }
  | { readonly type: 'VendorEvent'; readonly eventType: Pick<Name, 'ns' | 'name' | 'prefix'> };

const EPCIS = 'https://ref.gs1.org/epcis/';

function kindOfEvent(reading: Reading, raw: Raw): Kind | undefined {
  const written = raw['type'] ?? raw['isA'];
  if (raw['type'] === undefined && written !== undefined) {
    wrong(reading, {
      id: 'field-outdated',
      layer: 'schema',
      message: 'isA is what drafts called type',
      at: ['isA'],
      mark: 'name',
    });
  }
  if (typeof written !== 'string') {
    const message = written === undefined ? 'the event has no type' : `${quote(written)} is no event type`;
    lost(reading, {
      id: written === undefined ? 'field-missing' : 'event-type-unknown',
      layer: 'schema',
      message,
      at: written === undefined ? [] : ['type'],
    });
    return undefined;
  }
  if (isStandard(written)) return { type: written };
  if (!written.includes(':')) {
    const hint =
      'It is ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent, AssociationEvent, or a type of your own with a prefix.';
    lost(reading, {
      id: 'event-type-unknown',
      layer: 'schema',
      message: `${quote(written)} is no event type`,
      hint,
      at: ['type'],
    });
    return undefined;
  }
  return ownKind(reading, written);
}

const isStandard = (type: string): type is Exclude<ShapedEvent, 'VendorEvent'> => standardTypes.has(type);

const standardTypes: ReadonlySet<string> = new Set(eventTypes);

function ownKind(reading: Reading, written: string): Kind {
  const { ns, name, prefix, undeclared } = resolveName(reading.scope, written);
  if (ns === EPCIS && isStandard(name)) {
    odd(reading, {
      id: 'event-type-notation',
      layer: 'schema',
      message: `${quote(written)} is read as ${name}`,
      hint: `Write "${name}".`,
      at: ['type'],
    });
    return { type: name };
  }
  if (undeclared !== undefined) {
    reading.hasUnknownPrefix = true;
    const message = `the prefix "${undeclared}" of the event type "${written}" is not declared`;
    wrong(reading, {
      id: 'prefix-undeclared',
      layer: 'context',
      message,
      hint: `Declare it in @context: {"${undeclared}": "namespace"}.`,
      at: ['type'],
    });
  }
  if (!isUri(written))
    wrong(reading, { id: 'value-no-uri', layer: 'schema', message: `${quote(written)} is no URI`, at: ['type'] });
  return { type: 'VendorEvent', eventType: { ns, name, prefix } };
}

/** Members of a standard event that its table does not have. */
const strangerTo =
  (type: ShapedEvent): Stranger =>
  (reading, name, raw, extensions, out) => {
    const on = eventMembers.get(name);
    if (on) {
      lost(reading, {
        id: 'field-not-allowed',
        layer: 'schema',
        message: `${type} has no field "${name}"`,
        hint: `It belongs to ${on.filter((other) => other !== 'VendorEvent').join(', ')}.`,
        mark: 'name',
      });
    } else if (name === 'id' || name === 'isA') aliasOf(reading, name, raw);
    else if (readFullName(reading, name, raw, type, out)) return;
    else if (!misspelt(reading, name, raw, extensions)) readExtension(reading, name, raw, extensions, 'top');
  };

/** JSON-LD calls the identity of anything `id`; EPCIS calls that of an event `eventID`. `isA` has been read as type. */
function aliasOf(reading: Reading, name: string, raw: unknown): void {
  if (name === 'isA') return;
  // A blank node has a name for its own document only: nothing is lost with it.
  const fault = {
    id: 'field-outdated',
    layer: 'schema',
    message: `an event has no id, but an eventID: ${quote(raw)}`,
    mark: 'name',
  } as const;
  if (typeof raw === 'string' && raw.startsWith('_:')) wrong(reading, fault);
  else lost(reading, fault);
}

/**
 * JSON-LD may call a field of the standard by its full name. The hub writes persistentDisposition so where GS1's JSON Schema
 * does not know it.
 */
function readFullName(reading: Reading, written: string, raw: unknown, type: ShapedEvent, out: Record<string, unknown>): boolean {
  if (!written.includes(':')) return false;
  const { ns, name } = resolveName(reading.scope, written);
  const field = ns === EPCIS ? eventShapes[type].fields.get(name) : undefined;
  if (!field || out[name] !== undefined) return false;
  if (name !== 'persistentDisposition') {
    odd(reading, {
      id: 'field-notation',
      layer: 'schema',
      message: `"${written}" is read as ${name}`,
      hint: `Write "${name}".`,
      mark: 'name',
    });
  }
  const value = field.read(reading, raw);
  if (value !== undefined) out[name] = value;
  return true;
}

const byLowerCase: ReadonlyMap<string, string> = new Map([...eventMembers.keys()].map((name) => [name.toLowerCase(), name]));

function misspelt(reading: Reading, name: string, raw: unknown, extensions: Extension[]): boolean {
  const meant = byLowerCase.get(name.toLowerCase());
  if (meant === undefined) return false;
  wrong(reading, {
    id: 'field-unknown',
    layer: 'schema',
    message: `there is no field "${name}"`,
    hint: `Did you mean ${meant}?`,
    mark: 'name',
  });
  readExtension(reading, name, raw, extensions, 'inner');
  return true;
}

/** An event of somebody's own may use fields of the standard that not every event has; what they mean there is theirs. */
const strangerToVendor: Stranger = (reading, name, raw, extensions) => {
  const isTheirs = name.includes(':');
  if (!isTheirs && !eventMembers.has(name)) {
    odd(reading, {
      id: 'extension-without-namespace',
      layer: 'context',
      message: `"${name}" is no field of the standard and has no namespace`,
      mark: 'name',
    });
  }
  readExtension(reading, name, raw, extensions, isTheirs ? 'top' : 'inner');
};

const strangers: Readonly<Record<ShapedEvent, Stranger>> = {
  ObjectEvent: strangerTo('ObjectEvent'),
  AggregationEvent: strangerTo('AggregationEvent'),
  TransactionEvent: strangerTo('TransactionEvent'),
  TransformationEvent: strangerTo('TransformationEvent'),
  AssociationEvent: strangerTo('AssociationEvent'),
  VendorEvent: strangerToVendor,
};
