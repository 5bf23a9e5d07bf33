/** Judges a document without keeping it: every finding of structure and rules, in document order. */
import { decoderOf } from '../codec/decode.ts';
import type { DecodedItem } from '../codec/decoded.ts';
import type { Syntax } from '../codec/media-type.ts';
import { type Issue, isError } from '../epcis/issue.ts';
import { checkRules, makeDocumentRules } from '../validation/validate.ts';
import { type CaptureLimits, decodeLimits } from './limits.ts';

export type Verdict = {
  /** False exactly when a finding is an error. */
  readonly valid: boolean;
  /** Events read. */
  readonly events: number;
  /** At most `LISTED` of each id; a note at the end says how many more there were. */
  readonly findings: readonly Issue[];
};

/** Findings of one id that are listed. */
const LISTED = 50;

/** @param mode `tolerant`: what can be read over is a warning */
export async function checkDocument(
  bytes: AsyncIterable<Uint8Array>,
  syntax: Syntax,
  options: {
    readonly mode: 'strict' | 'tolerant';
    readonly limits: CaptureLimits;
    readonly namespaces?: Readonly<Record<string, string>>;
  },
): Promise<Verdict> {
  const { mode, limits, namespaces = {} } = options;
  const findings = makeFindings(mode);
  const documentRules = makeDocumentRules();
  let events = 0;
  for await (const items of decoderOf(syntax)(bytes, { limits: decodeLimits(limits), mode, namespaces })) {
    for (const item of items) {
      if (item.kind === 'event' && item.decoded.event) events++;
      for (const issue of judge(item, documentRules)) findings.add(issue);
    }
  }
  return { valid: findings.errors() === 0, events, findings: findings.list() };
}

function* judge(item: DecodedItem, documentRules: typeof checkRules): Generator<Issue> {
  if (item.kind === 'issue') yield item.issue;
  if (item.kind !== 'event') return;
  yield* item.decoded.issues;
  if (!item.decoded.event) return;
  yield* checkRules(item.decoded);
  yield* documentRules(item.decoded);
}

function makeFindings(mode: 'strict' | 'tolerant') {
  const listed: Issue[] = [];
  const seen = new Map<string, number>();
  let errors = 0;
  return {
    add: (found: Issue): void => {
      const issue: Issue =
        mode === 'tolerant' && found.layer === 'rule' && isError(found) ? { ...found, severity: 'warning' } : found;
      if (isError(issue)) errors++;
      const count = (seen.get(issue.id) ?? 0) + 1;
      seen.set(issue.id, count);
      if (count <= LISTED) listed.push(issue);
    },
    errors: (): number => errors,
    list: (): readonly Issue[] => [
      ...listed,
      ...[...seen]
        .filter(([, count]) => count > LISTED)
        .map(
          ([id, count]): Issue => ({
            id,
            layer: 'rule',
            severity: 'note',
            message: `${count - LISTED} more findings of this kind are not listed.`,
            at: {},
          }),
        ),
    ],
  };
}
