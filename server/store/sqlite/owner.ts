/** Who holds something: `host/pid/…`. On its own machine one can tell whether a process is gone. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * This process, told apart from a later one of the same number (in a container every process may be number 1).
 * The same in all its threads.
 */
export const thisProcess = (): string => `${hostname()}/${process.pid}/${startOf(process.pid) ?? ''}`;

/**
 * Whether the process named by an owner ran on this machine and runs no more. In doubt, false.
 *
 * @param owner `host/pid/…`; the third part counts only in the form `thisProcess` gives
 */
export function isGone(owner: string): boolean {
  const [host, pid, start] = owner.split('/');
  if (host !== hostname() || pid === undefined || !/^[1-9]\d*$/.test(pid)) return false;
  if (!isRunning(Number(pid))) return true;
  return start !== undefined && START.test(start) && startOf(Number(pid)) !== start;
}

const START = /^started-\d+$/;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, for another user.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** When a process started, in the system's own ticks, where the system tells (Linux: proc(5), field 22 of stat). */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field, the program's name in brackets, may hold spaces.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `started-${ticks}`;
  } catch {
    return undefined;
  }
}
