/**
 * Cleans up after processes that ended in the middle of something. Every hub does it, now and then and when it starts;
 * two at the same time do no harm.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Collections, EndedWrite, OpenWrite, WritesState } from './collections.ts';
import type { Connection } from './connection.ts';
import { kill } from './event-writer.ts';
import { indexes } from './indexes.ts';
import { removeUpload, uploadOf } from './message-bytes.ts';
import { isGone, type ProcessIdentity } from './process-identity.ts';
import { removeWrite } from './remove.ts';
import type { ServerTime } from './server-time.ts';
import type { WriteLog } from './write-log.ts';
import { forgetting, overdue } from './write-state.ts';

export type JanitorDeps = {
  readonly connection: Connection;
  readonly collections: Collections;
  readonly log: WriteLog;
  readonly now: ServerTime;
  readonly clock: Clock;
  readonly self: ProcessIdentity;
  readonly inBackground: (work: Promise<unknown>) => void;
};

/** How long something is left alone before it is cleaned up, ms. */
const AGES = {
  /** An open write, after its lease: whoever meets it ends it earlier. */
  open: 60_000,
  /**
   * A dead write stays known as such for so long after its end. A process that slept through it may still send events
   * under its number; they are removed with the number, and until then nobody sees them.
   */
  dead: 60 * 60_000,
  /** A committed write whose process did not book it in the log. */
  committed: 60_000,
  /** An upload without a message: twice what an upload may take. */
  upload: 24 * 60 * 60_000,
} as const;

/** Uploads looked at at a time. */
const BATCH = 1000;

export type Janitor = {
  /** Ends what processes of this machine held that are known to be gone. */
  freeGone(): Promise<void>;
  /** Everything that has waited long enough. */
  tend(): Promise<void>;
};

export function makeJanitor(deps: JanitorDeps): Janitor {
  return {
    freeGone: async () => {
      const { open } = await deps.log.state();
      for (const { n } of open.filter((write) => isGone(write, deps.self))) {
        await kill(deps, n, 'mine');
        deps.inBackground(deps.connection.attempt(() => removeWrite(deps.collections, n)));
      }
      await freeMessages(deps);
    },
    tend: async () => {
      const { open, dead, committed } = await readOverdue(deps);
      for (const { n } of open)
        if (await kill(deps, n, 'expired')) await deps.connection.attempt(() => removeWrite(deps.collections, n));
      await bookAndForget(deps, 'committed', committed);
      for (const { n } of dead) await deps.connection.attempt(() => removeWrite(deps.collections, n));
      await bookAndForget(deps, 'dead', dead);
      await freeMessages(deps);
      await sweepUploads(deps);
    },
  };
}

type Overdue = {
  readonly open: readonly OpenWrite[];
  readonly dead: readonly EndedWrite[];
  readonly committed: readonly EndedWrite[];
};

async function readOverdue({ connection, collections, now }: JanitorDeps): Promise<Overdue> {
  const projection = overdue(now(), AGES);
  const found = await connection.attempt(() => collections.state.findOne<WritesState>({ _id: 'writes' }, { projection }));
  return found ?? { open: [], dead: [], committed: [] };
}

/** First into the log, then out of the state: at every moment it is in one of them. */
async function bookAndForget(deps: JanitorDeps, list: 'dead' | 'committed', writes: readonly EndedWrite[]): Promise<void> {
  if (writes.length === 0) return;
  for (const write of writes) await deps.log.book(write, list === 'dead' ? 'abandonedAt' : 'committedAt');
  const update = forgetting(
    list,
    writes.map(({ n }) => n),
  );
  await deps.connection.attempt(() => deps.collections.state.updateOne({ _id: 'writes' }, update));
}

async function freeMessages({ connection, collections, self }: JanitorDeps): Promise<void> {
  const { machine } = self;
  if (machine === undefined) return;
  const { messages } = collections;
  const held = await connection.attempt(() =>
    messages
      .find({ due: { $exists: true }, 'holder.machine': machine })
      .sort({ arrival: 1 })
      .hint(indexes.waiting)
      .toArray(),
  );
  for (const { _id, token, holder } of held) {
    if (token === undefined || !isGone(holder ?? {}, self)) continue;
    await connection.attempt(() =>
      messages.updateOne(
        { _id, token, due: { $exists: true } },
        { $set: { due: 0 }, $unset: { token: '', owner: '', holder: '' } },
      ),
    );
  }
}

/** Removes uploads that never became a message, going on where the last sweep stopped. */
async function sweepUploads(deps: JanitorDeps): Promise<void> {
  const { connection, collections, clock } = deps;
  const { attempt } = connection;
  const end = clock() - AGES.upload;
  const sweep = await attempt(() => collections.sweep.findOne({ _id: 'sweep' }));
  let from = sweep?.until ?? 0;
  while (from < end) {
    const range = { began: { $gte: from, $lt: end } };
    const found = await attempt(() =>
      collections.chunks
        .find(range, { projection: { data: 0 } })
        .sort({ began: 1 })
        .hint(indexes.uploads)
        .limit(BATCH)
        .toArray(),
    );
    const ids = found.map(({ captureID }) => captureID ?? '');
    const kept = await attempt(() => collections.messages.find({ _id: { $in: ids } }, { projection: { upload: 1 } }).toArray());
    const uploads = new Set(kept.map(({ upload }) => upload));
    for (const chunk of found) if (!uploads.has(uploadOf(chunk))) await removeUpload(deps, uploadOf(chunk));
    // Those of the very last instant are looked at again, unless that would not get us on.
    const last = found.at(-1)?.began ?? end;
    from = found.length < BATCH ? end : Math.max(last, from + 1);
    await attempt(() => collections.sweep.updateOne({ _id: 'sweep' }, { $max: { until: from } }));
  }
}
