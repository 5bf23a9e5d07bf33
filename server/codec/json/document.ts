/**
 * The document around the lists: envelope, header, body.
 *
 * @source EPCIS 2.0 section 10; EPCIS-JSON-Schema: epcisDocument, epcisQueryDocument
 */
import type { DocumentHeader, DocumentKind } from '../../epcis/document.ts';
import { type Extension, eventTypes } from '../../epcis/event.ts';
import type { Time } from '../../epcis/time.ts';
import { membersOf, readExtension } from './extension.ts';
import { decimalOf, isNumber } from './literal.ts';
import { type Reader, text, time, uri, wrongKind } from './readers.ts';
import { odd, quote, type Reading, wrong } from './reading.ts';
import { isSbdh, sbdhOf } from './sbdh.ts';
import { type Field, isObject, laxObjectOf, objectOf, type Raw, readMembers, type Stranger, shapeOf } from './shape.ts';

/** What a document is by its `type`; without a known one, by what it holds. Findings are made by `readDocument`. */
export function kindOfDocument(raw: Raw): DocumentKind {
  const type = raw['type'] ?? raw['isA'];
  if (type === 'EPCISDocument' || type === 'EPCISQueryDocument') return type;
  if (typeof type === 'string' && (eventTypes as readonly string[]).includes(type)) return 'event';
  const body = raw['epcisBody'];
  if (isObject(body)) return 'queryResults' in body ? 'EPCISQueryDocument' : 'EPCISDocument';
  return (typeof type === 'string' && type.includes(':')) || 'eventTime' in raw ? 'event' : 'EPCISDocument';
}

const SCHEMA_VERSION = /^\d+(\.\d+)*$/;

const schemaVersion: Reader<string> = (reading, raw) => {
  if (isNumber(raw)) {
    const written = decimalOf(raw).text;
    wrong(reading, {
      id: 'value-type',
      layer: 'schema',
      message: `schemaVersion ${written} is a number`,
      hint: `Write "${written}", in quotation marks.`,
    });
    return written;
  }
  if (typeof raw !== 'string') return wrongKind(reading, raw, 'a version');
  if (!SCHEMA_VERSION.test(raw))
    wrong(reading, { id: 'schema-version-invalid', layer: 'schema', message: `${quote(raw)} is no version` });
  else if (!raw.startsWith('2.') && raw !== '2') {
    odd(reading, {
      id: 'schema-version-unusual',
      layer: 'schema',
      message: `schemaVersion is ${quote(raw)}; EPCIS has a JSON form since 2.0`,
      hint: 'Write "2.0".',
    });
  }
  return raw;
};

const skip: Reader<undefined> = (reading, raw) => {
  reading.members += membersOf(raw);
  return undefined;
};

/** The lists have been cut out: `[]` stands in their place. */
const list: Reader<true> = (reading, raw) => {
  if (Array.isArray(raw)) return true;
  reading.members += membersOf(raw);
  return wrongKind(reading, raw, 'a list');
};

const field = (name: string, read: Reader<unknown>, required?: Field['required']): Field => ({
  name,
  read,
  ...(required && { required }),
});

type Part = { readonly extensions?: readonly Extension[] };

const masterData = laxObjectOf<Part & Raw>('epcisMasterData', [field('vocabularyList', list)]);
const epcisHeader = objectOf<Part & Raw>(shapeOf('epcisHeader', [field('epcisMasterData', masterData)], 'open'));

/** Drafts of the standard had one `event` in the place of the list. */
const outdatedEvent: Reader<true> = (reading, raw) => {
  wrong(reading, {
    id: 'field-outdated',
    layer: 'schema',
    message: 'epcisBody has an event where a list is wanted',
    hint: 'Put it into eventList.',
    mark: 'name',
  });
  reading.members += membersOf(raw);
  return true;
};

/** Its events are found all the same. */
const misplaced: Reader<undefined> = (reading, raw) => {
  wrong(reading, {
    id: 'field-not-allowed',
    layer: 'schema',
    message: 'EPCISDocument has no queryResults',
    hint: 'Its type should be EPCISQueryDocument.',
    mark: 'name',
  });
  return skip(reading, raw);
};

const documentBody = laxObjectOf<Part & Raw>('epcisBody', [
  field('eventList', list, 'by-schema'),
  field('queryResults', misplaced),
  field('event', outdatedEvent),
]);

const resultsBody = objectOf<Part & Raw>(
  shapeOf('resultsBody', [field('eventList', list, 'by-schema'), field('vocabularyList', list)], 'open'),
);
const queryResults = objectOf<Part & Raw>(
  shapeOf(
    'queryResults',
    [field('queryName', text, 'by-schema'), field('subscriptionID', text), field('resultsBody', resultsBody, 'by-schema')],
    'open',
  ),
);
const queryBody = objectOf<Part & Raw>(shapeOf('epcisBody', [field('queryResults', queryResults, 'by-schema')], 'open'));

const envelope = [field('@context', skip), field('type', skip), field('isA', skip), field('id', uri)];

const shapes = {
  EPCISDocument: shapeOf(
    'EPCISDocument',
    [
      ...envelope,
      field('schemaVersion', schemaVersion, 'by-schema'),
      field('creationDate', time, 'by-schema'),
      ...['sender', 'receiver', 'instanceIdentifier'].map((name) => field(name, text)),
      field('epcisHeader', epcisHeader),
      field('epcisBody', documentBody, 'by-schema'),
    ],
    'open',
  ),
  EPCISQueryDocument: shapeOf(
    'EPCISQueryDocument',
    [...envelope, field('schemaVersion', schemaVersion), field('creationDate', time), field('epcisBody', queryBody, 'by-schema')],
    'open',
  ),
} as const;

const open: Stranger = (reading, name, raw, extensions) => readExtension(reading, name, raw, extensions, 'top');

/**
 * Reads what remained of a document.
 *
 * @param namespaces prefixes that its `@context` binds
 */
export function readDocument(
  reading: Reading,
  raw: Raw,
  kind: 'EPCISDocument' | 'EPCISQueryDocument',
  namespaces: DocumentHeader['namespaces'],
): DocumentHeader {
  checkType(reading, raw, kind);
  const read = (readMembers(reading, raw, shapes[kind], open) ?? {}) as Envelope;
  const { schemaVersion: version, creationDate, id, sender, receiver, instanceIdentifier } = read;
  const results = read.epcisBody?.queryResults;
  const all = extensionsOf(
    read,
    read.epcisHeader,
    read.epcisHeader?.epcisMasterData,
    read.epcisBody,
    results,
    results?.resultsBody,
  );
  const extensions = all.filter((each) => !isSbdh(each));
  const found = all.find(isSbdh);
  const sbdh = found && sbdhOf(found);
  return {
    kind,
    syntax: 'json',
    version: '2.0',
    ...(version !== undefined && { schemaVersion: version }),
    ...(creationDate && { creationDate }),
    ...(id !== undefined && { id }),
    ...(sender !== undefined && { sender }),
    ...(receiver !== undefined && { receiver }),
    ...(instanceIdentifier !== undefined && { instanceIdentifier }),
    ...(sbdh && { sbdh }),
    ...(results?.queryName !== undefined && { queryName: results.queryName }),
    ...(results?.subscriptionID !== undefined && { subscriptionID: results.subscriptionID }),
    namespaces,
    ...(extensions.length > 0 && { extensions }),
  };
}

/** What the tables above read. */
type Envelope = Part & {
  readonly schemaVersion?: string;
  readonly creationDate?: Time;
  readonly id?: string;
  readonly sender?: string;
  readonly receiver?: string;
  readonly instanceIdentifier?: string;
  readonly epcisHeader?: Part & { readonly epcisMasterData?: Part };
  readonly epcisBody?: Part & {
    readonly queryResults?: Part & { readonly queryName?: string; readonly subscriptionID?: string; readonly resultsBody?: Part };
  };
};

const extensionsOf = (...parts: readonly (Part | undefined)[]): readonly Extension[] =>
  parts.flatMap((part) => part?.extensions ?? []);

function checkType(reading: Reading, raw: Raw, kind: DocumentKind): void {
  const { type } = raw;
  if (type === kind) return;
  if (type === undefined) {
    wrong(reading, {
      id: 'field-missing',
      layer: 'schema',
      message: 'the document has no type',
      hint: `Write "type": "${kind}".`,
    });
  } else {
    wrong(reading, {
      id: 'document-type-unknown',
      layer: 'schema',
      message: `${quote(type)} is no type of document`,
      hint: 'It is EPCISDocument, EPCISQueryDocument, or the type of an event.',
      at: ['type'],
    });
  }
}
