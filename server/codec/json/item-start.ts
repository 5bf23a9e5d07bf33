/** Where an event or vocabulary begins in its document. */

import type { LineColumn } from './position.ts';

export type ItemKind = 'event' | 'vocabulary';

export type ItemStart = {
  readonly kind: ItemKind;
  /** From 0, among the items of its kind. */
  readonly index: number;
  /** JSON pointer of the item in its document. */
  readonly pointer: string;
  /** Byte offset in the document. */
  readonly offset: number;
  readonly at: LineColumn;
};
