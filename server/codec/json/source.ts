/** A text of a document and how to find one's way back. */
import type { Place } from '../../epcis/issue.ts';
import type { ItemStart } from './item-start.ts';
import { placeIn } from './position.ts';
import type { RestText } from './rest.ts';

export type Source = {
  readonly text: string;
  /** JSON pointer of the text in its document. */
  readonly pointer: string;
  readonly placeOf: (offset: number) => Place;
  /** Index of the event that the text is. */
  readonly event?: number;
};

export const sourceOfItem = (start: ItemStart, text: string): Source => ({
  text,
  pointer: start.pointer,
  placeOf: (offset) => placeIn(start.at, text, offset),
  ...(start.kind === 'event' && { event: start.index }),
});

export const sourceOfRest = ({ text, placeOf }: RestText): Source => ({ text, pointer: '', placeOf });
