/**
 * Lengths of GS1 company prefixes. A Digital Link does not tell them, and a guessed one gives the URN of another item.
 *
 * @source GS1 "GCP length table" (gcpprefixformatlist); EPC Tag Data Standard for GTIN-8 and short prefixes
 */
import { HubProblem } from '../../runtime/problem.ts';
import { type Gs1Key, keyRules, LONGEST_PREFIX, SHORTEST_URN_PREFIX } from './gs1-key.ts';

/** Leading digits of keys to the length of the company prefix; 0: not allotted to a company. */
export type PrefixTable = ReadonlyMap<string, number>;

/**
 * Reads GS1's list: `{"GCPPrefixFormatList":{"entry":[{"prefix":"952","gcpLength":7}, …]}}`.
 *
 * @throws HubProblem configuration-invalid, naming the first entry that is none
 */
export function parsePrefixTable(json: string): PrefixTable {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch (cause) {
    throw new HubProblem('configuration-invalid', 'the list of company prefixes is not JSON', {}, cause);
  }
  const entries = entriesOf(list);
  if (!entries) throw new HubProblem('configuration-invalid', 'the list of company prefixes has no GCPPrefixFormatList.entry');
  const table = new Map<string, number>();
  for (const [i, entry] of entries.entries()) {
    const { prefix, gcpLength } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    const length = typeof gcpLength === 'string' ? Number(gcpLength) : gcpLength;
    const isLength = typeof length === 'number' && Number.isInteger(length) && length >= 0 && length <= LONGEST_PREFIX;
    if (typeof prefix !== 'string' || !/^[0-9]{1,12}$/.test(prefix) || !isLength)
      throw new HubProblem(
        'configuration-invalid',
        `entry ${i} of the list of company prefixes has no prefix and gcpLength: ${JSON.stringify(entry)}`,
      );
    table.set(prefix, length);
  }
  return table;
}

function entriesOf(list: unknown): readonly unknown[] | undefined {
  const root = list as { GCPPrefixFormatList?: { entry?: unknown } } | null;
  const entries = root?.GCPPrefixFormatList?.entry;
  return Array.isArray(entries) ? entries : undefined;
}

/**
 * Digits of the company prefix that a key begins with, as an EPC URN has them: 6 to 12.
 *
 * @returns undefined where the table does not know it or no company owns it
 */
export function prefixLengthOf({ ai, value }: Gs1Key, table: PrefixTable | undefined): number | undefined {
  // A GTIN-8 begins, in 14 digits, with six zeros; its prefix is five of them and the three digits of the GS1-8 prefix.
  if (ai === '01' && value.startsWith('000000')) return 8;
  if (!table) return undefined;
  const at = keyRules[ai].prefixAt;
  for (let length = LONGEST_PREFIX; length > 0; length--) {
    const found = table.get(value.slice(at, at + length));
    if (found !== undefined) return found === 0 ? undefined : Math.max(found, SHORTEST_URN_PREFIX);
  }
  return undefined;
}
