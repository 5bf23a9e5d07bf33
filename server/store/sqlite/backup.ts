/** Copies the embedded store while others use it. */
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { HubProblem } from '../../runtime/problem.ts';
import { openConnection } from './connection.ts';
import { makeFolder } from './open.ts';
import { fileOf } from './parts.ts';

export type BackupOptions = {
  /** The data folder. */
  readonly folder: string;
  /** Where the copy goes: a folder that holds no store yet. */
  readonly to: string;
};

/**
 * Writes a consistent copy of the store. A server is restored by starting it over the copy.
 *
 * The inbox is copied first. A message that is done there had its events committed before, so they are in the copy of
 * the events, which is made after; a message that is not done there is captured again over the copy, and the events it
 * left already are found to be its own. What is accepted while the copy is being made may be missing.
 *
 * @throws HubProblem store-unavailable when there is no store, or one in the place of the copy, or no room
 */
export async function backupSqlite({ folder, to }: BackupOptions): Promise<void> {
  for (const name of ['inbox', 'events'] as const) {
    const [source, target] = [fileOf(folder, name), fileOf(to, name)];
    if (!existsSync(source)) throw new HubProblem('store-unavailable', `There is no database ${source} to copy.`);
    if (existsSync(target))
      throw new HubProblem('store-unavailable', `There is a database ${target} already; name a new folder.`);
  }
  await makeFolder(to);
  for (const name of ['inbox', 'events'] as const) await copy(fileOf(folder, name), fileOf(to, name));
  await flush(to);
}

/** One state of one database, compact, and on the disk when it gets its name. */
async function copy(source: string, target: string): Promise<void> {
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { force: true });
  const connection = await openConnection({ file: source, cacheKiB: 4096, checkpointPages: 1000 });
  try {
    await connection.read(() => connection.statement('VACUUM INTO $target').run({ target: unfinished }));
  } finally {
    await connection.close();
  }
  await flush(unfinished);
  await rename(unfinished, target);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
