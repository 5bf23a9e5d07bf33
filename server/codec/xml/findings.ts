/** Findings while reading: what is wrong, where, and how much it matters in this mode. */
import type { Issue, IssueLayer, Place, Severity } from '../../epcis/issue.ts';
import { labelOf, pathOf, type XmlNode } from './node.ts';

export type Finding = {
  readonly id: string;
  readonly layer: IssueLayer;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Where absent: an error in strict mode, a warning in tolerant mode. */
  readonly severity?: Severity;
  /** What it is about cannot be read at all: an error in every mode. */
  readonly isFatal?: boolean;
};

export type Findings = {
  readonly isTolerant: boolean;
  readonly report: (finding: Finding, node: XmlNode) => void;
  /** Everything since the last time. */
  readonly take: (event?: number) => readonly Issue[];
  /** While this is more than 0 the schema lets everything pass: what it would say elsewhere becomes a mild rule. */
  lax: number;
};

/** Of one event, or of the document between two events: more would tell nobody more. */
const MOST = 200;

const NONE: readonly Issue[] = [];

export function makeFindings(mode: 'strict' | 'tolerant'): Findings {
  let found: Issue[] = [];

  const severityOf = (finding: Finding): Severity => {
    if (finding.isFatal) return 'error';
    if (finding.severity) return finding.severity;
    return mode === 'tolerant' || (findings.lax > 0 && finding.layer === 'schema') ? 'warning' : 'error';
  };

  const findings: Findings = {
    isTolerant: mode === 'tolerant',
    lax: 0,
    report: (finding, node) => {
      const severity = severityOf(finding);
      if (found.length >= MOST && severity !== 'error') return;
      if (found.length >= 2 * MOST) return;
      const { id, message, hint } = finding;
      const layer = findings.lax > 0 && finding.layer === 'schema' ? 'rule' : finding.layer;
      found.push({ id, layer, severity, message, ...(hint !== undefined && { hint }), at: placeOf(node) });
    },
    take: (event) => {
      if (found.length === 0) return NONE;
      const taken = event === undefined ? found : found.map((issue) => ({ ...issue, event }));
      found = [];
      return taken;
    },
  };
  return findings;
}

export const placeOf = (node: XmlNode): Place => ({ line: node.line, column: node.column, path: pathOf(node) });

/** The element as it appears in messages. */
export const tagOf = (node: XmlNode): string => `<${labelOf(node)}>`;

const SHOWN = 80;

/** A text of the document as it appears in messages. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}"`;
}
