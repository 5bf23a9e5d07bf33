/**
 * The inbox: received messages, and the queue of those that are not captured yet.
 *
 * A message can be claimed from the instant `due` on: at once when it comes, when the lease of its holder ends, at the
 * time it was put back for. Claiming moves `due` into the future in one update, so that two workers never hold one
 * message; a finished message has no `due`.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Document, UpdateFilter } from 'mongodb';
import type { CaptureResult, Claim, Inbox, InboxMessage } from '../../ports/inbox.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Collections, MessageDocument } from './collections.ts';
import type { Connection } from './connection.ts';
import { indexes } from './indexes.ts';
import { insert } from './insert.ts';
import { readBytes, removeUpload, storeBytes } from './message-bytes.ts';
import { pack, unpack } from './packed.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { ServerTime } from './server-time.ts';

export type InboxDeps = {
  readonly connection: Connection;
  readonly collections: Collections;
  readonly now: ServerTime;
  readonly self: ProcessIdentity;
};

/** Others may be claiming the same messages; so often it is tried to get some. */
const ATTEMPTS = 10;

export function makeInbox(deps: InboxDeps, clock: Clock = systemClock): Inbox {
  const { attempt } = deps.connection;
  const { messages } = deps.collections;

  /** @returns false when the message is not held by this claim */
  async function change({ message, token }: Claim, update: UpdateFilter<MessageDocument> | Document[]): Promise<boolean> {
    const held = { _id: message.captureID, token, due: { $exists: true } };
    const { matchedCount } = await attempt(() => messages.updateOne(held, update));
    return matchedCount > 0;
  }

  async function hasEndedSo({ message, token }: Claim, result: CaptureResult): Promise<boolean> {
    const found = await attempt(() => messages.findOne({ _id: message.captureID, token, due: { $exists: false } }));
    return found?.result !== undefined && isDeepStrictEqual(unpack<CaptureResult>(found.result), result);
  }

  return {
    put: async ({ captureID, headers, ...meta }, bytes) => {
      const { upload, ...stored } = await storeBytes(deps, clock, captureID, bytes);
      const document: MessageDocument = {
        _id: captureID,
        ...meta,
        headers: Object.entries(headers),
        ...stored,
        upload,
        arrival: await nextArrival(deps),
        attempts: 0,
        due: 0,
      };
      await insertMessage(deps, document);
      return toMessage(document);
    },
    read: (captureID) => readMessage(deps, captureID),
    get: async (captureID) => {
      const found = await attempt(() => messages.findOne({ _id: captureID }));
      return found === null ? undefined : toMessage(found);
    },
    list: async (limit, before) => {
      const filter = before === undefined ? {} : { arrival: { $lt: before } };
      const found = await attempt(() => messages.find(filter).sort({ arrival: -1 }).hint(indexes.arrival).limit(limit).toArray());
      return found.map(toMessage);
    },
    claim: async (owner, leaseMs, limit, bytes) => {
      for (let tries = 0; tries < ATTEMPTS; tries++) {
        const oldest = await oldestDue(deps, limit, bytes);
        if (oldest.length === 0) return [];
        const claims = await claimAll(deps, oldest, owner, leaseMs);
        if (claims.length > 0) return claims;
      }
      return [];
    },
    renew: async (claim, leaseMs) => {
      const isHeld = await change(claim, [{ $set: { due: { $add: [deps.now(), leaseMs] } } }]);
      if (!isHeld) throw leaseLost(claim.message.captureID);
    },
    finish: async (claim, result) => {
      const isHeld = await change(claim, { $set: { result: pack(result) }, $unset: { due: '', owner: '', holder: '' } });
      // The token stays, so that an end whose answer was lost can be said again.
      if (!isHeld && !(await hasEndedSo(claim, result))) throw leaseLost(claim.message.captureID);
    },
    release: async (claim, notBefore) => {
      await change(claim, { $set: { due: notBefore }, $unset: { token: '', owner: '', holder: '' } });
    },
    waiting: () => attempt(() => messages.countDocuments({ due: { $exists: true } }, { hint: indexes.waiting })),
  };
}

async function nextArrival({ connection, collections }: InboxDeps): Promise<number> {
  // A number that is taken twice, or not at all, leaves a gap; no two messages have the same.
  const counter = await connection.attempt(() =>
    collections.arrivals.findOneAndUpdate({ _id: 'arrivals' }, { $inc: { last: 1 } }, { returnDocument: 'after' }),
  );
  if (counter === null) throw new Error('the counter of arrivals is gone from the database');
  return counter.last;
}

async function insertMessage(deps: InboxDeps, document: MessageDocument): Promise<void> {
  try {
    const taken = await insert(deps.connection, 'messages', [document]);
    if (taken.length === 0) return;
    const there = await deps.connection.attempt(() => deps.collections.messages.findOne({ _id: document._id }));
    // The command lost its answer and was run again: it is there already.
    if (there?.upload === document.upload) return;
    throw new Error(`there is a message of the captureID ${document._id} already`);
  } catch (error) {
    const there = await deps.collections.messages.findOne({ _id: document._id }).catch(() => undefined);
    if (there !== undefined && there?.upload !== document.upload) await removeUpload(deps, document.upload);
    throw error;
  }
}

async function* readMessage(deps: InboxDeps, captureID: string): AsyncGenerator<Uint8Array> {
  const found = await deps.connection.attempt(() => deps.collections.messages.findOne({ _id: captureID }));
  if (found === null) throw new HubProblem('capture-unknown', `There is no capture job ${captureID}.`);
  yield* readBytes(deps, found);
}

type Oldest = Pick<MessageDocument, '_id' | 'bytes'>;

async function oldestDue({ connection, collections, now }: InboxDeps, limit: number, bytes: number): Promise<readonly Oldest[]> {
  const due = { due: { $exists: true }, $expr: { $lte: ['$due', now()] } };
  const found = await connection.attempt(() =>
    collections.messages
      .find<Oldest>(due, { projection: { bytes: 1 } })
      .sort({ arrival: 1 })
      .hint(indexes.waiting)
      .limit(limit)
      .toArray(),
  );
  let sum = 0;
  return found.filter((message, i) => {
    sum += message.bytes;
    return i === 0 || sum <= bytes;
  });
}

/** @returns those that nobody else got first */
async function claimAll(deps: InboxDeps, oldest: readonly Oldest[], owner: string, leaseMs: number): Promise<readonly Claim[]> {
  const { connection, collections, now, self } = deps;
  const token = randomUUID();
  const filter = { _id: { $in: oldest.map(({ _id }) => _id) }, due: { $exists: true }, $expr: { $lte: ['$due', now()] } };
  const update = [
    {
      $set: {
        due: { $add: [now(), leaseMs] },
        attempts: { $add: ['$attempts', 1] },
        token,
        owner: { $literal: owner },
        holder: { $literal: self },
      },
    },
  ];
  await connection.attempt(() => collections.messages.updateMany(filter, update));
  const mine = await connection.attempt(() =>
    collections.messages.find({ _id: filter._id, token }).sort({ arrival: 1 }).toArray(),
  );
  return mine.map((document) => ({ message: toMessage(document), token }));
}

function toMessage(document: MessageDocument): InboxMessage {
  const {
    _id,
    headers,
    upload: _upload,
    chunks: _chunks,
    due: _due,
    token: _token,
    owner: _owner,
    holder: _holder,
    result,
    ...message
  } = document;
  return {
    captureID: _id,
    headers: Object.fromEntries(headers),
    ...message,
    ...(result !== undefined && { result: unpack<CaptureResult>(result) }),
  };
}

const leaseLost = (captureID: string): HubProblem =>
  new HubProblem('lease-lost', `Capture job ${captureID} is held by another worker, or done.`);
