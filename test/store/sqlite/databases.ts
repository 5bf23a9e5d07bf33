/** Folders with an embedded store, for tests; they end with the test. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import type { Repository } from '../../../server/ports/repository.ts';
import { openSqliteRepository } from '../../../server/store/sqlite/open.ts';
import { openThreadedSqliteRepository } from '../../../server/store/sqlite/threaded.ts';
import type { RepositoryFactory } from '../../contracts/event-store-subject.ts';

export type Open = (folder: string) => Promise<Repository>;

export const direct: Open = (folder) => openSqliteRepository({ folder });
export const threaded: Open = (folder) => openThreadedSqliteRepository({ folder });

export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'epcis-sqlite-'));

/** Subjects for contracts, on files. */
export const onFiles =
  (open: Open, openAgain: Open): RepositoryFactory =>
  async () => {
    const folder = await freshFolder();
    const repository = await open(folder);
    const opened = [repository];
    return {
      repository,
      again: async () => {
        const further = await openAgain(folder);
        opened.push(further);
        return further;
      },
      dispose: async () => {
        for (const each of opened) await each.close();
        await rm(folder, { recursive: true });
      },
    };
  };

/** A folder and a way to open it that are cleaned up after the test. */
export async function inFolder(
  test: TestContext,
): Promise<{ readonly folder: string; readonly open: (how?: Open) => Promise<Repository> }> {
  const folder = await freshFolder();
  const opened: Repository[] = [];
  test.after(async () => {
    for (const each of opened) await each.close();
    await rm(folder, { recursive: true });
  });
  return {
    folder,
    open: async (how = direct) => {
      const repository = await how(folder);
      opened.push(repository);
      return repository;
    },
  };
}

/** Runs a program over a store in a process of its own, until it has printed a line. */
export async function runUntilLine(
  program: string,
  folder: string,
): Promise<{ readonly line: string; readonly process: ChildProcessByStdio<null, Readable, null> }> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program, folder], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { line: line.trim(), process: child };
}
