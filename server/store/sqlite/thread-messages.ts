/** What passes between the thread that opened a threaded repository and the database threads. */
import type { MessagePort } from 'node:worker_threads';
import type { Failure } from './failure.ts';

/** What a database thread is started with. */
export type ThreadData = { readonly folder: string; readonly part: PartName };

export type PartName = 'inbox' | 'events';

/** A call of a method of one of the part's ports, or of the part itself. */
export type Call = {
  readonly id: number;
  readonly port: 'inbox' | 'keys' | 'queries' | 'tokens' | 'events' | 'part';
  readonly method: string;
  readonly args: readonly unknown[];
  /** Brings or takes the stream of bytes of `put` and `read`. */
  readonly stream?: MessagePort;
};

export type Answer = { readonly id: number } & (
  | { readonly value: unknown }
  /** A page of events: as text it crosses faster than as a tree of objects. */
  | { readonly json: string }
  | { readonly failure: Failure }
);

/** The first message of a thread. */
export type Opened = { readonly opened: true } | { readonly failure: Failure };
