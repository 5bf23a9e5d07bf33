/**
 * The GS1-* request headers: read, checked, answered.
 *
 * @source EPCIS 2.0 REST binding, header parameters
 */
import type { CaptureErrorBehaviour } from '../ports/inbox.ts';
import { HubProblem } from '../runtime/problem.ts';

export const epcFormats = ['No_Preference', 'Always_GS1_Digital_Link', 'Always_EPC_URN', 'Never_Translates'] as const;
export type EpcFormat = (typeof epcFormats)[number];

export const cbvXmlFormats = ['No_Preference', 'Always_Web_URI', 'Always_URN', 'Never_Translates'] as const;
type CbvXmlFormat = (typeof cbvXmlFormats)[number];

const errorBehaviours = ['rollback', 'proceed'] as const;

/** Lowest and highest version that a resource reads (capture) or answers in. */
type VersionRange = { readonly min: string; readonly max: string };
export type Versions = { readonly epcis: VersionRange; readonly cbv: VersionRange };

/** What answers are written in. */
export const answerVersions: Versions = { epcis: { min: '2.0.0', max: '2.0.0' }, cbv: { min: '2.0.0', max: '2.0.0' } };
/** What documents are read in. */
export const captureVersions: Versions = { epcis: { min: '1.0.0', max: '2.0.0' }, cbv: { min: '1.0.0', max: '2.0.0' } };

export type Gs1Headers = {
  readonly epcFormat: EpcFormat;
  readonly cbvXmlFormat: CbvXmlFormat;
  /** Prefix to namespace. */
  readonly namespaces: Readonly<Record<string, string>>;
};

/** One header by its name, whatever its case; several lines of one name are one text joined by commas. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * @throws HubProblem header-invalid for a value that is none, naming the header and what it may say
 */
export function readGs1Headers(header: HeaderReader): Gs1Headers {
  return {
    // OpenAPI of EPCIS 2.0: without the header, Digital Links.
    epcFormat: oneOf(header, 'GS1-EPC-Format', epcFormats) ?? 'Always_GS1_Digital_Link',
    cbvXmlFormat: oneOf(header, 'GS1-CBV-XML-Format', cbvXmlFormats) ?? 'No_Preference',
    namespaces: readExtensions(header),
  };
}

/** `rollback` unless the header says otherwise. @throws HubProblem header-invalid */
export const readErrorBehaviour = (header: HeaderReader): CaptureErrorBehaviour =>
  oneOf(header, 'GS1-Capture-Error-Behaviour', errorBehaviours) ?? 'rollback';

/**
 * Whether an answer in these versions suits the caller (`-Min`, `-Max`), or a body in the caller's version (`-Version`)
 * can be read.
 *
 * @throws HubProblem header-invalid for what is no version; not-acceptable where the ranges do not meet
 */
export function checkVersions(header: HeaderReader, versions: Versions, direction: 'answer' | 'body'): void {
  for (const [prefix, range] of [
    ['GS1-EPCIS', versions.epcis],
    ['GS1-CBV', versions.cbv],
  ] as const) {
    if (direction === 'body') {
      const version = readVersion(header, `${prefix}-Version`);
      if (version !== undefined) checkInside(`${prefix}-Version`, version, range, 'read');
      continue;
    }
    const [min, max] = [readVersion(header, `${prefix}-Min`), readVersion(header, `${prefix}-Max`)];
    if (min !== undefined && compareVersions(min, range.max) > 0) throw outside(`${prefix}-Min`, min, range, 'answered in');
    if (max !== undefined && compareVersions(max, range.min) < 0) throw outside(`${prefix}-Max`, max, range, 'answered in');
    if (min !== undefined && max !== undefined && compareVersions(min, max) > 0) {
      throw new HubProblem('not-acceptable', `${prefix}-Min ${min} is above ${prefix}-Max ${max}.`, { name: `${prefix}-Min` });
    }
  }
}

/** Component by component as numbers; missing components are 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = Number(left[i] ?? 0) - Number(right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `ex=https://ex.example/, …` as it is sent back; '' for none. */
export const printExtensions = (namespaces: Readonly<Record<string, string>>): string =>
  Object.entries(namespaces)
    .map(([prefix, uri]) => `${prefix}=${uri}`)
    .join(', ');

/** Headers that are kept with a document because they say how to read it, lower-case names. */
export function documentHeaders({ namespaces }: Gs1Headers): Readonly<Record<string, string>> {
  const extensions = printExtensions(namespaces);
  return extensions === '' ? {} : { 'gs1-extensions': extensions };
}

/** The names of early drafts are read, too. */
const extensionHeaders = ['GS1-Extensions', 'GS1-EPCIS-Extensions', 'GS1-CBV-Extensions'];
const PREFIX = /^[A-Za-z_][\w.-]*$/;
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;

function readExtensions(header: HeaderReader): Readonly<Record<string, string>> {
  const namespaces = new Map<string, string>();
  for (const name of extensionHeaders) {
    const entries = (header(name) ?? '').split(',').map((entry) => entry.trim());
    for (const entry of entries.filter((text) => text !== '')) {
      const at = entry.indexOf('=');
      const [prefix, uri] = [entry.slice(0, Math.max(at, 0)).trim(), entry.slice(at + 1).trim()];
      if (!PREFIX.test(prefix) || !ABSOLUTE_URI.test(uri)) {
        throw new HubProblem(
          'header-invalid',
          `${name} holds ${shown(entry)}, which is no prefix=URI; several are separated by commas.`,
          { name },
        );
      }
      const before = namespaces.get(prefix);
      if (before !== undefined && before !== uri) {
        throw new HubProblem('header-invalid', `${name} binds the prefix ${prefix} to ${shown(before)} and to ${shown(uri)}.`, {
          name,
        });
      }
      namespaces.set(prefix, uri);
    }
  }
  return Object.fromEntries(namespaces);
}

function oneOf<T extends string>(header: HeaderReader, name: string, allowed: readonly T[]): T | undefined {
  const value = header(name)?.trim();
  if (value === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new HubProblem('header-invalid', `${name} says ${shown(value)}; it may say ${allowed.join(', ')}.`, { name, allowed });
  }
  return found;
}

function readVersion(header: HeaderReader, name: string): string | undefined {
  const value = header(name)?.trim();
  if (value !== undefined && !/^\d{1,9}(\.\d{1,9}){0,4}$/.test(value)) {
    throw new HubProblem('header-invalid', `${name} says ${shown(value)}, which is no version such as 2.0.0.`, { name });
  }
  return value;
}

function checkInside(name: string, version: string, range: VersionRange, verb: string): void {
  // 1.2.1 and 2.0.1 are corrections of versions that are read; only what comes after 2.0 is unknown.
  const line = version.split('.').slice(0, 2).join('.');
  if (compareVersions(line, range.max) > 0 || compareVersions(line, range.min) < 0) throw outside(name, version, range, verb);
}

const outside = (name: string, version: string, range: VersionRange, verb: string): HubProblem =>
  new HubProblem('not-acceptable', `${name} says ${version}; versions ${verb} here: ${range.min} to ${range.max}.`, {
    name,
    allowed: [range.min, range.max],
  });

const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
