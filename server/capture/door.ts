/** Reads a small document before it is accepted. What is wrong with its structure is told to its sender at once. */
import { decoderOf } from '../codec/decode.ts';
import type { Syntax } from '../codec/media-type.ts';
import { type Issue, isError } from '../epcis/issue.ts';
import { HubProblem } from '../runtime/problem.ts';
import { namespacesOf } from './headers.ts';
import { type CaptureLimits, decodeLimits } from './limits.ts';

/** Findings shown in one refusal; the count of all is in its sentence. */
const SHOWN = 20;

/** The problem to answer with, or undefined where the structure is right. */
export async function refusalOf(
  chunks: readonly Uint8Array[],
  syntax: Syntax,
  limits: CaptureLimits,
  headers: Readonly<Record<string, string>>,
): Promise<HubProblem | undefined> {
  const errors: Issue[] = [];
  const options = { limits: decodeLimits(limits), mode: 'strict', namespaces: namespacesOf(headers) } as const;
  for await (const items of decoderOf(syntax)(inPieces(chunks), options)) {
    for (const item of items) {
      if (item.kind === 'issue' && isError(item.issue)) errors.push(item.issue);
      else if (item.kind === 'event') errors.push(...item.decoded.issues.filter(isError));
    }
  }
  const [first] = errors;
  if (!first) return undefined;
  const overLimit = errors.find((issue) => issue.id === 'too-many-events');
  if (overLimit) return new HubProblem('event-limit-exceeded', overLimit.message, { findings: errors.slice(0, SHOWN) });
  return new HubProblem('document-invalid', sentenceOf(first, errors.length), { findings: errors.slice(0, SHOWN) });
}

async function* inPieces(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** One sentence about the first of several findings, with its place. */
export function sentenceOf(issue: Issue, count = 1): string {
  const { line, column, path } = issue.at;
  const place = [line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}`, path ?? '']
    .filter(Boolean)
    .join(', ');
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return `${issue.message}${place ? ` [${place}]` : ''}${issue.hint ? ` ${issue.hint}` : ''}${more}`;
}
