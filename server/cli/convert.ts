/** `epcis-hub convert FILE --to …` */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { decodeLimits } from '../capture/limits.ts';
import { type ConversionTarget, conversionTargets, convert } from '../codec/convert.ts';
import { limitsOf } from '../compose/limits.ts';
import type { Issue } from '../epcis/issue.ts';
import { readConfig } from '../runtime/config.ts';
import { ExitCode } from './exit-code.ts';
import { openDocument } from './files.ts';

type Options = {
  readonly to: ConversionTarget;
  readonly out?: string;
  readonly epcFormat: 'as-written' | 'urn' | 'digital-link';
  readonly json?: true;
};
type Loss = { readonly path: string; readonly reason: string };

export function register(program: Command): void {
  program
    .command('convert')
    .description('Write a document in another version or syntax of EPCIS')
    .argument('<file>', 'document or bare event')
    .addOption(new Option('--to <target>', 'what to write').choices([...conversionTargets]).makeOptionMandatory())
    .option('--out <file>', 'file to write (default: standard output)')
    .addOption(
      new Option('--epc-format <format>', 'how identifiers of GS1 keys are written')
        .choices(['as-written', 'urn', 'digital-link'])
        .default('as-written'),
    )
    .option('--json', 'one JSON object that says what was written and what was lost; needs --out')
    .addHelpText(
      'after',
      '\nWhat the target has no place for is told on standard error, never dropped silently. Exit 1 when the file cannot be read.',
    )
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  if (options.json && options.out === undefined) {
    console.error('epcis-hub: --json tells about a document that --out names; give --out FILE');
    throw new ExitCode(2);
  }
  const document = await openDocument(file);
  const losses: Loss[] = [];
  const issues: Issue[] = [];
  let events = 0;
  const text = convert(
    {
      syntax: document.syntax,
      open: document.bytes,
      options: { limits: decodeLimits(limitsOf(readConfig(process.env))), mode: 'tolerant' },
    },
    {
      to: options.to,
      epcFormat: options.epcFormat,
      onLoss: (loss) => losses.push(loss),
      onIssue: (issue) => issues.push(issue),
      onEvents: (count) => {
        events += count;
      },
    },
  );
  await pipeline(text, options.out === undefined ? process.stdout : createWriteStream(options.out), {
    end: options.out !== undefined,
  });
  if (options.json) console.log(JSON.stringify({ file, to: options.to, events, losses }));
  else for (const { path, reason } of losses) console.error(`lost: ${path}: ${reason}`);
  const errors = issues.filter(({ severity }) => severity === 'error');
  for (const { message, at } of errors)
    console.error(`epcis-hub: ${file}${at.line === undefined ? '' : `:${at.line}:${at.column ?? 1}`}: ${message}`);
  if (errors.length > 0) throw new ExitCode(1);
}
