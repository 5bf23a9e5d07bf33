/** Which process holds a lease, and whether it is known to be gone, so that a killed hub's work need not wait for it to run out. */
import { readFileSync, readlinkSync } from 'node:fs';

export type ProcessIdentity = {
  /** One running machine and process table; absent where the system does not tell it. */
  readonly machine?: string;
  readonly pid: number;
};

/** This process. */
export function thisProcess(): ProcessIdentity {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { machine: `${boot} ${readlinkSync('/proc/self/ns/pid')}`, pid: process.pid };
  } catch {
    return { pid: process.pid };
  }
}

/** True only where it is certain: a process of this same process table that no longer runs. */
export function isGone(holder: Partial<ProcessIdentity>, self: ProcessIdentity): boolean {
  if (holder.pid === undefined || holder.machine === undefined || holder.machine !== self.machine) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
