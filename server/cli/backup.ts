/** `epcis-hub backup FOLDER` */
import type { Command } from 'commander';
import { backupEmbeddedStore } from '../compose/backup.ts';
import { readConfig } from '../runtime/config.ts';
import { dataOption, type StoreOptions } from './session.ts';

export function register(program: Command): void {
  program
    .command('backup')
    .description('Copy the embedded store while the hub runs')
    .argument('<folder>', 'new folder for the copy')
    .option(...dataOption)
    .addHelpText(
      'after',
      '\nTo restore: stop the hub, and start it with --data naming the copy (or copy the files back). For MongoDB use mongodump.',
    )
    .action(async (folder: string, options: StoreOptions) => {
      const config = readConfig(process.env, options.data === undefined ? {} : { data: options.data });
      await backupEmbeddedStore(config, folder);
      console.log(`${config.data} is copied to ${folder}`);
    });
}
