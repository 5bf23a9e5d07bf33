/** Sensor data. */
import type { EpcisEvent, SensorElement, SensorReport } from '../../epcis/event.ts';
import { isUnitCode } from '../../epcis/vocabulary/unit-codes.ts';
import { nothing } from './fields.ts';
import type { Finding, Rule } from './rule.ts';

const numbers = ['value', 'minValue', 'maxValue', 'meanValue', 'percValue'] as const;
const shared = ['time', 'deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod'] as const;

export const sensorRules: readonly Rule[] = [
  {
    id: 'sensor-report-of-nothing',
    section: 'EPCIS 2.0, SensorElement',
    summary: 'A sensor report says what was measured (type) or what went wrong (exception).',
    severity: 'error',
    check: (event) =>
      reports(event, ({ type, exception }) =>
        type || exception ? undefined : { message: 'A sensorReport has neither type nor exception.' },
      ),
  },
  {
    id: 'sensor-attribute-twice',
    section: 'EPCIS 2.0, SensorElement',
    summary: 'Time, device and method are said once: for all reports in sensorMetadata, or in a report.',
    severity: 'warning',
    check: (event) =>
      reports(event, (report, { sensorMetadata }) => {
        const twice = shared.filter((name) => report[name] !== undefined && sensorMetadata?.[name] !== undefined);
        return twice.length === 0
          ? undefined
          : { message: `sensorMetadata and a sensorReport both give ${twice.join(', ')}.`, hint: 'Give each in one place.' };
      }),
  },
  {
    id: 'sensor-time-after-event',
    section: 'EPCIS 2.0, SensorElement',
    summary: 'What was sensed was sensed before the event, and from an earlier to a later time.',
    severity: 'warning',
    check: function* (event) {
      for (const { sensorMetadata, sensorReport } of event.sensorElementList ?? []) {
        const { time, startTime, endTime } = sensorMetadata ?? {};
        const late = [time, endTime, ...sensorReport.map((report) => report.time)].find(
          (sensed) => sensed && sensed.ms > event.eventTime.ms,
        );
        if (late) yield { message: `Sensor time ${late.text} is after eventTime ${event.eventTime.text}.` };
        if (startTime && startTime.ms >= (endTime ?? event.eventTime).ms)
          yield { message: `Sensor startTime ${startTime.text} is not before its end.` };
      }
    },
  },
  {
    id: 'sensor-substance-and-organism',
    section: 'EPCIS 2.0, SensorElement',
    summary: 'A report is about a chemical substance or a microorganism, not both.',
    severity: 'warning',
    check: (event) =>
      reports(event, ({ microorganism, chemicalSubstance }) =>
        microorganism !== undefined && chemicalSubstance !== undefined
          ? { message: 'A sensorReport names a microorganism and a chemicalSubstance.' }
          : undefined,
      ),
  },
  {
    id: 'sensor-numbers-incomplete',
    section: 'EPCIS 2.0, SensorElement',
    summary: 'A unit has a number, a component has value and unit, sDev a meanValue, percRank a percValue.',
    severity: 'warning',
    check: (event) =>
      reports(event, (report) => {
        const { uom, component, value, sDev, meanValue, percRank, percValue } = report;
        if (uom !== undefined && numbers.every((name) => report[name] === undefined))
          return { message: `A sensorReport has the unit ${uom} and no number.` };
        if (component && !(value && uom !== undefined))
          return { message: `A sensorReport has the component ${component.word} without value and uom.` };
        if (sDev && !meanValue) return { message: 'A sensorReport has an sDev without meanValue.' };
        if ((percRank === undefined) !== (percValue === undefined))
          return { message: 'A sensorReport has percRank or percValue without the other.' };
        return undefined;
      }),
  },
  {
    id: 'unit-unknown',
    section: 'UN/CEFACT Recommendation 20',
    summary: 'A unit of measure is a code of UN/CEFACT Recommendation 20.',
    severity: 'warning',
    check: (event) =>
      reports(event, ({ uom }) =>
        uom === undefined || isUnitCode(uom)
          ? undefined
          : { message: `"${uom}" is no unit code.`, hint: 'For example CEL (°C), KGM (kg), P1 (%).' },
      ),
  },
];

type Judge = (report: SensorReport, element: SensorElement) => Finding | undefined;

const reports = ({ sensorElementList }: EpcisEvent, judge: Judge): Iterable<Finding> =>
  sensorElementList === undefined ? nothing : judgeReports(sensorElementList, judge);

function* judgeReports(elements: readonly SensorElement[], judge: Judge): Generator<Finding> {
  for (const element of elements) {
    for (const report of element.sensorReport) {
      const finding = judge(report, element);
      if (finding) yield finding;
    }
  }
}
