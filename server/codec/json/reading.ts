/** One item being decoded: where the reading is, which prefixes hold, and what was found. */
import type { IssueLayer, Severity } from '../../epcis/issue.ts';
import { pointerTo } from './inspect.ts';
import type { Scope } from './scope.ts';

export type Path = readonly (string | number)[];

/** A finding whose place in the bytes is not known yet. */
export type Finding = {
  readonly id: string;
  readonly layer: IssueLayer;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** JSON pointer within the item. */
  readonly pointer: string;
  /** What of the member is at fault: its name or its value. */
  readonly mark: 'name' | 'value';
};

export type Reading = {
  readonly mode: 'strict' | 'tolerant';
  scope: Scope;
  /** Where the reading is, from the item down. */
  readonly path: (string | number)[];
  readonly findings: Finding[];
  /** How often each kind of finding was met; only the first `CAP` of a kind are listed. */
  met: Map<string, number> | undefined;
  /** Members of objects that were read, each once: repeated names make the text hold more. */
  members: number;
  /** Something was written with a prefix that is not declared (yet). */
  hasUnknownPrefix: boolean;
};

export const makeReading = (mode: Reading['mode'], scope: Scope): Reading => ({
  mode,
  scope,
  path: [],
  findings: [],
  met: undefined,
  members: 0,
  hasUnknownPrefix: false,
});

/** Findings of one kind listed for one item. */
const CAP = 20;

export type Fault = {
  readonly id: string;
  readonly layer: IssueLayer;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Below where the reading is. */
  readonly at?: Path;
  readonly mark?: 'name' | 'value';
};

function note(reading: Reading, fault: Fault, severity: Severity): void {
  const { id, layer, message, hint, at = [], mark = 'value' } = fault;
  reading.met ??= new Map();
  const count = (reading.met.get(id) ?? 0) + 1;
  reading.met.set(id, count);
  if (count > CAP) return;
  const pointer = pointerTo([...reading.path, ...at]);
  reading.findings.push({ id, layer, severity, message, ...(hint !== undefined && { hint }), pointer, mark });
}

/** Against the standard, but what was meant can be read and is kept: a warning in tolerant mode. */
export const wrong = (reading: Reading, fault: Fault): void =>
  note(reading, fault, reading.mode === 'tolerant' ? 'warning' : 'error');

/** Against the standard, and there is no way to keep what was written. */
export const lost = (reading: Reading, fault: Fault): void => note(reading, fault, 'error');

/** Allowed, but probably not what was meant. */
export const odd = (reading: Reading, fault: Fault): void => note(reading, fault, 'warning');

/** What happened to a document is worth a line, and all is well. */
export const remark = (reading: Reading, fault: Fault): void => note(reading, fault, 'note');

/** The findings, and for every kind of which more were met than listed one that says how many. */
export function listed(reading: Reading): readonly Finding[] {
  const findings = [...reading.findings];
  for (const [id, count] of reading.met ?? []) {
    const first = count > CAP ? reading.findings.find((finding) => finding.id === id) : undefined;
    if (first)
      findings.push({
        ...first,
        message: `${count - CAP} more findings of this kind are not listed`,
        pointer: '',
        mark: 'value',
      });
  }
  return findings;
}

/** Text of a value in a message, not too long. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** What a value is, in the words of JSON. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
