/** `epcis-hub start` */
import type { Command } from 'commander';
import { serve } from '../main.ts';
import { ExitCode } from './exit-code.ts';

type Options = { readonly port?: string; readonly host?: string; readonly data?: string };

export function register(program: Command): void {
  program
    .command('start')
    .description('Run the hub in the foreground until SIGTERM or Ctrl-C')
    .option('--port <number>', 'TCP port (EPCIS_PORT, 8080); 0 takes a free one')
    .option('--host <address>', 'address to listen on (EPCIS_HOST, 127.0.0.1)')
    .option('--data <folder>', 'folder of the embedded store (EPCIS_DATA, ./data)')
    .action(async (options: Options) => {
      const code = await serve(process.env, { ...options }, (hub) => console.log(`epcis-hub listens on ${hub.url}`));
      throw new ExitCode(code);
    });
}
