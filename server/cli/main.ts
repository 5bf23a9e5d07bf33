/** `epcis-hub <command>`: the use cases of the hub on the command line. One file per command beside this one. */
import { Command, CommanderError } from 'commander';
import { HubProblem } from '../runtime/problem.ts';
import { ExitCode } from './exit-code.ts';

const program = new Command('epcis-hub')
  .description('EPCIS 2.0 event repository and partner exchange hub')
  .showHelpAfterError('(epcis-hub --help lists the commands)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Exit codes: 0 done; 1 done, and something is wrong (an invalid file, a failed capture, nothing found); 2 wrong call.
Settings come from the environment or the file that EPCIS_CONFIG names; docs/configuration.md lists them.`,
  );

/** Commands are loaded when called: `--help` and small commands start fast. */
const commands: readonly (readonly [string, () => Promise<{ readonly register: (program: Command) => void }>])[] = [
  ['start', () => import('./start.ts')],
  ['demo', () => import('./demo.ts')],
  ['capture', () => import('./capture.ts')],
  ['trace', () => import('./trace.ts')],
  ['query', () => import('./query.ts')],
  ['export', () => import('./export.ts')],
  ['validate', () => import('./validate.ts')],
  ['convert', () => import('./convert.ts')],
  ['identifier', () => import('./identifier.ts')],
  ['hash', () => import('./hash.ts')],
  ['key', () => import('./key.ts')],
  ['backup', () => import('./backup.ts')],
];

const wanted = process.argv[2];
const chosen = commands.filter(([name]) => name === wanted);
for (const [, load] of chosen.length > 0 ? chosen : commands) (await load()).register(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = codeOf(error);
}

function codeOf(error: unknown): number {
  if (error instanceof ExitCode) return error.code;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof HubProblem) {
    console.error(`epcis-hub: ${error.detail}`);
    return error.code === 'configuration-invalid' || error.code === 'query-parameter' || error.code === 'identifier-invalid'
      ? 2
      : 1;
  }
  console.error(error);
  return 1;
}
