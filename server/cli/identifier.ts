/** `epcis-hub identifier VALUE…`, or NDJSON on standard input. */
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { describeIdentifier } from '../epcis/identifier/describe.ts';
import { ExitCode } from './exit-code.ts';

type Options = { readonly json?: true; readonly gcpLength?: string };
type Question = { readonly value: string; readonly gcpLength?: number };

export function register(program: Command): void {
  program
    .command('identifier')
    .description('Read EPC URNs, GS1 Digital Links and element strings, and give all their forms')
    .argument('[value...]', 'identifiers; without any, lines {"value": "…", "gcpLength": 7} are read from standard input')
    .option('--gcp-length <digits>', 'length of the company prefix, where the value does not say it')
    .option('--json', 'one JSON object per identifier')
    .action(identifier);
}

async function identifier(values: readonly string[], options: Options): Promise<void> {
  const gcpLength = options.gcpLength === undefined ? {} : { gcpLength: Number(options.gcpLength) };
  const questions = values.length > 0 ? values.map((value) => ({ value, ...gcpLength })) : readQuestions();
  let isAllValid = true;
  for await (const { value, ...given } of questions) {
    const answer = describeIdentifier(value, given);
    isAllValid &&= answer.valid;
    console.log(options.json ? JSON.stringify(answer) : inWords(answer));
  }
  if (!isAllValid && !options.json) throw new ExitCode(1);
}

function inWords({
  value,
  valid,
  scheme,
  level,
  reason,
  urn,
  digitalLink,
  elementString,
}: ReturnType<typeof describeIdentifier>): string {
  const forms = Object.entries({ urn, digitalLink, elementString }).filter(([, form]) => form !== null);
  return [
    value,
    `  ${valid ? `valid ${scheme}, ${level}` : `INVALID: ${reason}`}`,
    ...forms.map(([name, form]) => `  ${name.padEnd(14)}${form}`),
  ].join('\n');
}

async function* readQuestions(): AsyncGenerator<Question> {
  let number = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    number++;
    if (line.trim() !== '') yield question(line, number);
  }
}

function question(line: string, number: number): Question {
  try {
    const asked: unknown = JSON.parse(line);
    if (typeof asked === 'object' && asked !== null && 'value' in asked && typeof asked.value === 'string') {
      const gcpLength = 'gcpLength' in asked && typeof asked.gcpLength === 'number' ? asked.gcpLength : undefined;
      return { value: asked.value, ...(gcpLength !== undefined && { gcpLength }) };
    }
  } catch {
    // said below
  }
  console.error(`epcis-hub: line ${number} of standard input is no {"value": "…"}: ${line.slice(0, 80)}`);
  throw new ExitCode(2);
}
