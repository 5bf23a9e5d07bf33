/** What the tables of query parameters are made of. */
import type { Predicate } from './ast.ts';
import type { Given } from './read-values.ts';

/** What values look like. The plural ones are lists of alternatives: `|` between them, or the parameter repeated. */
export type ValueType =
  | 'texts'
  | 'words'
  | 'identifiers'
  | 'patterns'
  | 'numbers'
  | 'number'
  | 'time'
  | 'number or time'
  | 'boolean'
  | 'presence';

const lists: ReadonlySet<ValueType> = new Set(['texts', 'words', 'identifiers', 'patterns', 'numbers']);
export const isList = (value: ValueType): boolean => lists.has(value);

/** A predicate without the name of its parameter. */
export type Asked = Predicate extends infer P ? (P extends unknown ? Omit<P, 'parameter'> : never) : never;

export type ParameterRule = {
  /** As it is documented; what is to be filled in stands in capitals at the end. */
  readonly name: string;
  /** Other names in use for the same, read but not documented first. */
  readonly aliases?: readonly string[];
  readonly section: 'event' | 'extension' | 'master data' | 'sensor';
  readonly value: ValueType;
  /** Recognises a name that has something to be filled in, and takes that out; absent: the name is as documented. */
  readonly pattern?: RegExp;
  /** @returns undefined where nothing is asked (`EXISTS_…=false`). @throws HubProblem query-parameter */
  readonly read: (given: Given, filledIn: readonly string[]) => Asked | undefined;
};
