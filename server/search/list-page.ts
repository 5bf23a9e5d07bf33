/** What the lists of values and of EPCs have in common. */
import type { Cursor, Snapshot } from '../ports/event-store.ts';

/** Where a reader of a list stands. `place` is the list's own. */
export type ListPosition = { readonly snapshot: Snapshot; readonly cursor: Cursor; readonly place: string };

/** Of a list; `next` is absent when all of it has been given. */
export type ListPage = { readonly items: readonly string[]; readonly next?: Omit<ListPosition, 'snapshot'> };

/** Before every event: sequences begin above 0. */
export const BEGINNING: Cursor = { order: 0, sequence: 0 };
