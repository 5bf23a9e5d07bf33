/** What the decoding of one document knows at any moment. */
import type { DocumentHeader } from '../../epcis/document.ts';
import type { Issue } from '../../epcis/issue.ts';
import type { DecodedItem, DecodeOptions } from '../decoded.ts';
import type { Item } from './item.ts';
import { initialScope, type Scope } from './scope.ts';

export type State = {
  readonly options: DecodeOptions;
  scope: Scope;
  /** `waiting`: it has not come yet; `late`: it has not come in time; `missing`: the document ended without it. */
  context: 'waiting' | 'late' | 'read' | 'missing';
  /** Prefixes that the document itself binds. */
  namespaces: DocumentHeader['namespaces'];
  readonly held: Item[];
  heldLength: number;
  hasDecoded: boolean;
  isOver: boolean;
  out: DecodedItem[];
};

export const beginDecoding = (options: DecodeOptions): State => ({
  options,
  scope: initialScope(options.namespaces),
  context: 'waiting',
  namespaces: {},
  held: [],
  heldLength: 0,
  hasDecoded: false,
  isOver: false,
  out: [],
});

export const say = (state: State, issue: Issue): void => void state.out.push({ kind: 'issue', issue });

/** What was decoded since the last time. */
export function takeOut(state: State): readonly DecodedItem[] {
  const { out } = state;
  state.out = [];
  return out;
}
