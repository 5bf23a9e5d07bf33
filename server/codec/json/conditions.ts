/**
 * What GS1's JSON Schema demands of members together.
 *
 * @source EPCIS 2.0 section 7.4; EPCIS-JSON-Schema of EPCIS 2.0
 */
import type {
  AggregationEvent,
  AssociationEvent,
  EpcisEvent,
  ObjectEvent,
  TransactionEvent,
  TransformationEvent,
} from '../../epcis/event.ts';
import { type Fault, type Reading, wrong } from './reading.ts';

type Raw = Readonly<Record<string, unknown>>;

/** @param raw the event as parsed: what could not be read is there all the same */
export function checkConditions(reading: Reading, raw: Raw, event: EpcisEvent): void {
  switch (event.type) {
    case 'ObjectEvent':
      checkObject(reading, raw, event);
      break;
    case 'AggregationEvent':
    case 'AssociationEvent':
      checkChildren(reading, raw, event);
      break;
    case 'TransactionEvent':
      checkTransaction(reading, raw, event);
      break;
    case 'TransformationEvent':
      checkTransformation(reading, raw, event);
  }
  if ('persistentDisposition' in raw && event.type !== 'ObjectEvent' && event.type !== 'TransformationEvent') {
    wrong(reading, {
      ...schema(
        'field-not-allowed',
        `${event.type} has no field "persistentDisposition"`,
        'It belongs to ObjectEvent, TransformationEvent.',
      ),
      at: ['persistentDisposition'],
      mark: 'name',
    });
  }
}

const schema = (id: string, message: string, hint?: string): Fault => ({ id, layer: 'schema', message, hint });

const hasItems = (list: unknown): boolean => Array.isArray(list) && list.length > 0;

function checkObject(reading: Reading, raw: Raw, event: ObjectEvent): void {
  const isSensorOnly = hasItems(raw['sensorElementList']) && 'readPoint' in raw;
  if (!('epcList' in raw) && !hasItems(raw['quantityList']) && !isSensorOnly) {
    wrong(
      reading,
      schema(
        'event-without-objects',
        'ObjectEvent has neither epcList, nor a quantityList with entries, nor sensorElementList with a readPoint',
        'Say what the event is about.',
      ),
    );
  }
  if ('ilmd' in raw && event.action !== 'ADD') {
    wrong(reading, {
      ...schema('ilmd-not-allowed', `ilmd stands on an ObjectEvent with action ${event.action}`, 'Only ADD has ilmd.'),
      at: ['ilmd'],
      mark: 'name',
    });
  }
}

function checkChildren(reading: Reading, raw: Raw, event: AggregationEvent | AssociationEvent): void {
  if (event.action === 'DELETE' || hasItems(raw['childEPCs']) || hasItems(raw['childQuantityList'])) return;
  wrong(
    reading,
    schema(
      'event-without-objects',
      `${event.type} with action ${event.action} names no children`,
      'Give childEPCs or childQuantityList; only DELETE may do without.',
    ),
  );
}

function checkTransaction(reading: Reading, raw: Raw, event: TransactionEvent): void {
  if (event.bizTransactionList?.length === 0) {
    wrong(reading, { ...schema('list-empty', 'a TransactionEvent has at least one bizTransaction'), at: ['bizTransactionList'] });
  }
  if (event.action === 'DELETE' || 'epcList' in raw || hasItems(raw['quantityList'])) return;
  wrong(
    reading,
    schema(
      'event-without-objects',
      `TransactionEvent with action ${event.action} has neither epcList nor a quantityList with entries`,
      'Only DELETE may do without.',
    ),
  );
}

function checkTransformation(reading: Reading, raw: Raw, event: TransformationEvent): void {
  const hasInput = hasItems(raw['inputEPCList']) || hasItems(raw['inputQuantityList']);
  const hasOutput = hasItems(raw['outputEPCList']) || hasItems(raw['outputQuantityList']);
  if (hasInput && hasOutput) return;
  if (event.transformationID === undefined) {
    const missing = hasInput ? 'no output' : hasOutput ? 'no input' : 'neither input nor output';
    wrong(
      reading,
      schema(
        'event-without-objects',
        `TransformationEvent without transformationID has ${missing}`,
        'Give both, or a transformationID that joins several events.',
      ),
    );
  } else if (!hasInput && !hasOutput) {
    wrong(reading, schema('event-without-objects', 'TransformationEvent has neither input nor output'));
  }
}
