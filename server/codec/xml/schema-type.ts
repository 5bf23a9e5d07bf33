/**
 * Values that their sender gave a type of XML Schema with `xsi:type`: validators check them, whatever the element.
 *
 * @source W3C XML Schema Part 2; wildcards of the EPCIS schemas are `processContents="lax"`
 */
import { type Findings, quoted, tagOf } from './findings.ts';
import { XSI } from './namespaces.ts';
import { attributeOf, isBlank, type XmlNode } from './node.ts';
import { boolean, dateTimeText, decimal, integerText } from './values.ts';

const isNumber = (text: string): boolean => /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)$/.test(text);
const isDateTime = (text: string): boolean => dateTimeText.check(text, '1.2', text) === undefined;
const isInteger = (text: string): boolean => integerText.check(text, '1.2', text) === undefined;

const within =
  (low: bigint | undefined, high: bigint | undefined) =>
  (text: string): boolean => {
    if (!isInteger(text)) return false;
    const value = BigInt(text.replace('+', ''));
    return (low === undefined || value >= low) && (high === undefined || value <= high);
  };

const bits = (count: bigint): ((text: string) => boolean) => within(-(2n ** (count - 1n)), 2n ** (count - 1n) - 1n);
const unsigned = (count: bigint): ((text: string) => boolean) => within(0n, 2n ** count - 1n);

const checks: Readonly<Record<string, (text: string) => boolean>> = {
  'xsd:dateTime': isDateTime,
  'xsd:date': (text) => /^-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/.test(text) && isDateTime(`${text.slice(0, 10)}T00:00:00Z`),
  'xsd:boolean': (text) => boolean.read(text, () => undefined) !== undefined,
  'xsd:decimal': (text) => decimal.check(text, '2.0', 0) === undefined,
  'xsd:double': isNumber,
  'xsd:float': isNumber,
  'xsd:integer': isInteger,
  'xsd:nonNegativeInteger': within(0n, undefined),
  'xsd:positiveInteger': within(1n, undefined),
  'xsd:nonPositiveInteger': within(undefined, 0n),
  'xsd:negativeInteger': within(undefined, -1n),
  'xsd:long': bits(64n),
  'xsd:int': bits(32n),
  'xsd:short': bits(16n),
  'xsd:byte': bits(8n),
  'xsd:unsignedLong': unsigned(64n),
  'xsd:unsignedInt': unsigned(32n),
  'xsd:unsignedShort': unsigned(16n),
  'xsd:unsignedByte': unsigned(8n),
};

export function checkSchemaType(node: XmlNode, findings: Findings): void {
  const type = attributeOf(node, 'type', XSI);
  if (type === undefined || !type.startsWith('xsd:') || type === 'xsd:anyType') return;
  if (node.children || node.attributes.some(({ ns }) => ns !== XSI)) reportContent(node, type, findings);
  const check = checks[type];
  if (!check || node.children) return;
  const { text } = node;
  const trimmed = text.trim();
  if (!check(trimmed) && !(isBlank(text) && attributeOf(node, 'nil', XSI) !== undefined)) {
    findings.report(
      {
        id: 'extension-type-mismatch',
        layer: 'schema',
        message: `${quoted(text)} in ${tagOf(node)} is no ${type}, as its xsi:type says it is.`,
      },
      node,
    );
  } else if (trimmed.length !== text.length) {
    const message = `White space stands around the ${type} in ${tagOf(node)}.`;
    findings.report(
      { id: 'white-space-around', layer: 'schema', severity: 'warning', message, hint: 'Some validators refuse it.' },
      node,
    );
  }
}

function reportContent(node: XmlNode, type: string, findings: Findings): void {
  const message = `${tagOf(node)} has elements or attributes, but its xsi:type ${type} is a simple type.`;
  findings.report({ id: 'extension-type-mismatch', layer: 'schema', message }, node);
}
