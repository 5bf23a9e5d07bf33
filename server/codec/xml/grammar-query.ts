/**
 * Messages of the query interface that a query document may hold instead of results. They carry no events: the hub reads
 * them to say what is wrong with them, and what they are.
 *
 * @source EPCIS 2.0 section 11.1, EPCglobal-epcis-query-2_0.xsd; the same of 1.2 and 1.0
 */
import type { EpcisVersion } from '../../epcis/document.ts';
import { type Content, element, isVersion2, openWrapper, type Particle, type Shape, shape, textElement } from './grammar.ts';
import { queryNamespace } from './namespaces.ts';
import * as values from './values.ts';

const required = { isRequired: true } as const;
const text = (name: string, rest: Partial<Particle> = {}): Particle => textElement(name, values.string, rest);
const record = (content: Shape): Content => ({ kind: 'record', shape: content });

const parameter = shape([text('name', required), element('value', { kind: 'anything' }, required)]);
const parameters = element('params', record(shape([element('param', record(parameter), { isRepeatable: true })])), required);

const open = { foreign: 'extension', hasExtensions: true } as const;

const schedule = shape(
  [
    ...['second', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'].map((name) => text(name)),
    element('extension', openWrapper()),
  ],
  open,
);

const controls = (version: EpcisVersion): Shape =>
  shape(
    [
      element('schedule', record(schedule)),
      textElement('trigger', values.uri),
      textElement('initialRecordTime', isVersion2(version) ? values.time : values.dateTimeText),
      textElement('reportIfEmpty', values.boolean, required),
      element('extension', openWrapper()),
    ],
    open,
  );

const strings = shape([text('string', { isRepeatable: true })]);
const nothing = shape([]);
const anyText = shape([], { text: { field: 'text', type: values.string, isNeeded: false } });

const exception = (...more: readonly Particle[]): Shape => shape([text('reason', required), ...more]);
const queryName = text('queryName');
const subscriptionID = text('subscriptionID');

const messages = (version: EpcisVersion): Readonly<Record<string, Shape>> => ({
  GetQueryNames: nothing,
  GetQueryNamesResult: strings,
  Subscribe: shape([
    text('queryName', required),
    parameters,
    textElement('dest', values.uri, required),
    element('controls', record(controls(version)), required),
    text('subscriptionID', required),
  ]),
  SubscribeResult: nothing,
  Unsubscribe: shape([text('subscriptionID', required)]),
  UnsubscribeResult: nothing,
  GetSubscriptionIDs: shape([text('queryName', required)]),
  GetSubscriptionIDsResult: strings,
  Poll: shape([text('queryName', required), parameters]),
  GetStandardVersion: nothing,
  GetStandardVersionResult: anyText,
  GetVendorVersion: nothing,
  GetVendorVersionResult: anyText,
  DuplicateNameException: exception(),
  InvalidURIException: exception(),
  NoSuchNameException: exception(),
  NoSuchSubscriptionException: exception(),
  DuplicateSubscriptionException: exception(),
  QueryParameterException: exception(),
  QueryTooLargeException: exception(queryName, subscriptionID),
  QueryTooComplexException: exception(),
  SubscriptionControlsException: exception(),
  SubscribeNotPermittedException: exception(),
  SecurityException: exception(),
  ValidationException: exception(),
  ImplementationException: exception(textElement('severity', values.exceptionSeverity, required), queryName, subscriptionID),
});

export const queryMessages = (version: EpcisVersion): readonly Particle[] =>
  Object.entries(messages(version)).map(([name, content]) =>
    element(name, { kind: 'checked', shape: content }, { ns: queryNamespace(version) }),
  );
