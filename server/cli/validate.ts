/** `epcis-hub validate FILE…` */
import type { Command } from 'commander';
import { checkDocument, type Verdict } from '../capture/check-document.ts';
import { limitsOf } from '../compose/limits.ts';
import type { Issue } from '../epcis/issue.ts';
import { readConfig } from '../runtime/config.ts';
import { ExitCode } from './exit-code.ts';
import { openDocument } from './files.ts';

type Options = { readonly json?: true; readonly tolerant?: true };

export function register(program: Command): void {
  program
    .command('validate')
    .description('Judge EPCIS documents (XML 1.0 to 2.0, JSON-LD) without storing them')
    .argument('<file...>', 'documents or bare events')
    .option('--tolerant', 'read over what can be read over: such findings are warnings')
    .option('--json', 'one JSON object per file')
    .addHelpText('after', '\nExit 0 when every file is valid, 1 when one is not.')
    .action(validate);
}

async function validate(files: readonly string[], options: Options): Promise<void> {
  const limits = limitsOf(readConfig(process.env));
  let isAllValid = true;
  for (const file of files) {
    const document = await openDocument(file);
    const verdict = await checkDocument(document.bytes(), document.syntax, {
      mode: options.tolerant ? 'tolerant' : 'strict',
      limits,
    });
    isAllValid &&= verdict.valid;
    if (options.json)
      console.log(JSON.stringify({ file, valid: verdict.valid, events: verdict.events, findings: verdict.findings.map(flat) }));
    else print(file, verdict);
  }
  if (!isAllValid) throw new ExitCode(1);
}

/** A finding with its place beside its other members. */
const flat = ({ at, ...issue }: Issue) => ({ ...issue, ...at });

function print(file: string, verdict: Verdict): void {
  console.log(`${file}: ${verdict.valid ? 'valid' : 'INVALID'}, ${verdict.events} event${verdict.events === 1 ? '' : 's'}`);
  for (const { severity, id, message, hint, at, event } of verdict.findings) {
    const place = [
      at.line === undefined ? '' : `${at.line}:${at.column ?? 1}`,
      event === undefined ? '' : `event ${event}`,
      at.path ?? '',
    ];
    console.log(
      `  ${severity.padEnd(7)} ${place.filter(Boolean).join(' ')}  ${message} (${id})${hint ? `\n          ${hint}` : ''}`,
    );
  }
}
