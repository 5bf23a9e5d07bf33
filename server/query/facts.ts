/** What a query can ask of an event by comparison, as numbers under a path. */

import type { Decimal, SensorReport } from '../epcis/event.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { toBase } from '../epcis/vocabulary/units.ts';
import type { SensorNumber, TimeField } from './ast.ts';
import { allQuantities, reportsOf, timesOf } from './event-fields.ts';
import { instantOf, numberOf, visitExtensions } from './extension-values.ts';
import { namespaceKey } from './namespace.ts';
import { extensionFact, extensionPath, numberFact, timeFact } from './term-names.ts';

export type Fact = { readonly path: string; readonly value: number };

const timeFields = [
  'errorDeclaration.declarationTime',
  'sensor.time',
  'sensor.startTime',
  'sensor.endTime',
] as const satisfies readonly TimeField[];

export const sensorNumbers = [
  'value',
  'minValue',
  'maxValue',
  'meanValue',
  'sDev',
  'percRank',
  'percValue',
] as const satisfies readonly SensorNumber[];

/** @returns each distinct pair of path and value once */
export function deriveFacts(stored: StoredEvent): readonly Fact[] {
  const values = new Map<string, Set<number>>();
  const add = (path: string, value: number | undefined) => {
    if (value === undefined || !Number.isFinite(value)) return;
    const known = values.get(path);
    if (known) known.add(value);
    else values.set(path, new Set([value]));
  };
  addTimes(add, stored);
  for (const { quantity, uom } of allQuantities(stored.event)) addNumber(add, 'quantity', quantity, uom);
  for (const report of reportsOf(stored.event.sensorElementList ?? [])) addReport(add, report);
  addExtensions(add, stored);
  return [...values].flatMap(([path, known]) => [...known].map((value) => ({ path, value })));
}

type Add = (path: string, value: number | undefined) => void;

function addTimes(add: Add, { event }: StoredEvent): void {
  for (const field of timeFields) for (const ms of timesOf(event, field)) add(timeFact(field), ms);
}

function addReport(add: Add, report: SensorReport): void {
  for (const field of sensorNumbers) addNumber(add, field, report[field], report.uom);
}

/** As it stands, and in base units where there is a unit. */
function addNumber(add: Add, field: SensorNumber | 'quantity', number: Decimal | undefined, uom: string | undefined): void {
  if (number === undefined) return;
  add(numberFact(field), number.value);
  if (uom === undefined) return;
  const { kind, value } = toBase(number.value, uom, field === 'sDev' ? 'interval' : 'value');
  add(numberFact(field, kind), value);
}

function addExtensions(add: Add, { event }: StoredEvent): void {
  visitExtensions(event, ({ ns, name, value }, area, depth) => {
    const path = extensionPath({ area, depth, ns: namespaceKey(ns), name });
    add(extensionFact(path, 'number'), numberOf(value));
    add(extensionFact(path, 'time'), instantOf(value));
  });
}
