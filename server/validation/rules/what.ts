/** What an event is about: objects, parents, sides of a transformation, lot data. */
import type { EpcisEvent, Quantity } from '../../epcis/event.ts';
import { epcLists, isEmpty, nothing, parentOf, quantityLists } from './fields.ts';
import type { Finding, Rule } from './rule.ts';

export const whatRules: readonly Rule[] = [
  {
    id: 'objects-missing',
    section: 'EPCIS 2.0, ObjectEvent and TransactionEvent',
    summary:
      'An ObjectEvent names objects, or with action OBSERVE carries sensor data; a TransactionEvent names objects unless it is a DELETE.',
    severity: 'error',
    check: function* (event) {
      if (event.type !== 'ObjectEvent' && event.type !== 'TransactionEvent') return;
      if (hasObjects(event)) return;
      // Sensor data may stand alone where something was observed; nothing begins or ends without being named.
      if (
        event.type === 'ObjectEvent' ? event.action === 'OBSERVE' && !isEmpty(event.sensorElementList) : event.action === 'DELETE'
      )
        return;
      yield { message: `The ${event.type} names no object.`, hint: 'Give an epcList, a quantityList, or sensor data.' };
    },
  },
  {
    id: 'place-of-sensor-data-missing',
    section: 'EPCIS 2.0, ObjectEvent',
    summary: 'An ObjectEvent that has sensor data only names the place it was measured at.',
    severity: 'warning',
    check: function* (event) {
      if (event.type !== 'ObjectEvent' || hasObjects(event) || isEmpty(event.sensorElementList)) return;
      if (!event.readPoint && !event.bizLocation)
        yield { message: 'Sensor data is about no object and no place.', hint: 'Give a readPoint.' };
    },
  },
  {
    id: 'parent-missing',
    section: 'EPCIS 2.0, AggregationEvent and AssociationEvent',
    summary: 'An AggregationEvent or AssociationEvent with action ADD or DELETE names its parent.',
    severity: 'error',
    check: function* (event) {
      if (event.type !== 'AggregationEvent' && event.type !== 'AssociationEvent') return;
      if (event.action === 'OBSERVE' || parentOf(event) !== undefined) return;
      yield {
        message: `The ${event.type} with action ${event.action} has no parentID.`,
        hint: 'Say what the children are put into or taken out of.',
      };
    },
  },
  {
    id: 'children-missing',
    section: 'EPCIS 2.0, AggregationEvent and AssociationEvent',
    summary: 'An AggregationEvent or AssociationEvent names children, unless it is a DELETE, where none means all.',
    severity: 'error',
    check: function* (event) {
      if (event.type !== 'AggregationEvent' && event.type !== 'AssociationEvent') return;
      if (event.action === 'DELETE' || hasObjects(event)) return;
      yield {
        message: `The ${event.type} with action ${event.action} names no child.`,
        hint: 'Give childEPCs or a childQuantityList.',
      };
    },
  },
  {
    id: 'transformation-side-missing',
    section: 'EPCIS 2.0, TransformationEvent',
    summary: 'A TransformationEvent has inputs and outputs; with a transformationID at least one of them.',
    severity: 'error',
    check: function* (event) {
      if (event.type !== 'TransformationEvent') return;
      const hasInput = !isEmpty(event.inputEPCList) || !isEmpty(event.inputQuantityList);
      const hasOutput = !isEmpty(event.outputEPCList) || !isEmpty(event.outputQuantityList);
      if (event.transformationID === undefined ? hasInput && hasOutput : hasInput || hasOutput) return;
      const missing = hasInput ? 'output' : hasOutput ? 'input' : 'input and output';
      yield {
        message: `The TransformationEvent has no ${missing}.`,
        hint: 'Name both sides, or tie several events together by a transformationID.',
      };
    },
  },
  {
    id: 'ilmd-not-allowed',
    section: 'EPCIS 2.0, Instance/Lot Master Data',
    summary:
      'Instance and lot master data belongs to the beginning of objects: ObjectEvent with action ADD, or TransformationEvent.',
    severity: 'error',
    check: function* (event) {
      if (event.type !== 'ObjectEvent' || event.ilmd === undefined || event.action === 'ADD') return;
      yield {
        message: `ilmd on an ObjectEvent with action ${event.action}.`,
        hint: 'Give it with the commissioning event (action ADD).',
      };
    },
  },
  {
    id: 'quantity-negative',
    section: 'EPCIS 2.0, QuantityElement',
    summary: 'A quantity is not negative.',
    severity: 'error',
    check: (event) =>
      quantityFindings(event, ({ quantity }) =>
        quantity && quantity.value < 0 ? `quantity ${quantity.text} is negative` : undefined,
      ),
  },
  {
    id: 'unit-without-quantity',
    section: 'EPCIS 2.0, QuantityElement',
    summary: 'A unit of measure stands beside a quantity only.',
    severity: 'warning',
    check: (event) =>
      quantityFindings(event, ({ quantity, uom }) => (uom !== undefined && !quantity ? `uom ${uom} has no quantity` : undefined)),
  },
];

const hasObjects = (event: EpcisEvent): boolean =>
  [...epcLists(event), ...quantityLists(event)].some(([, list]) => list.length > 0);

function quantityFindings(event: EpcisEvent, fault: (quantity: Quantity) => string | undefined): Iterable<Finding> {
  const lists = quantityLists(event);
  return lists.length === 0 ? nothing : judgeQuantities(lists, fault);
}

function* judgeQuantities(
  lists: ReturnType<typeof quantityLists>,
  fault: (quantity: Quantity) => string | undefined,
): Generator<Finding> {
  for (const [field, list] of lists) {
    for (const quantity of list) {
      const message = fault(quantity);
      if (message !== undefined) yield { message: `${field}: ${message} (${quantity.epcClass}).` };
    }
  }
}
