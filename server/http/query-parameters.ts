/** SimpleEventQuery as OpenAPI describes it, from the table that reads it. */
import { isList, type ParameterRule, type ValueType } from '../query/parameter-rule.ts';
import { parameters } from '../query/parameters.ts';
import type { Parameter, Schema } from './route.ts';

const text: Schema = { type: 'string' };
const schemas: Partial<Record<ValueType, Schema>> = {
  number: { type: 'number' },
  time: { type: 'string', format: 'date-time' },
  boolean: { type: 'boolean' },
  presence: { type: 'boolean' },
};

const count: Schema = { type: 'integer', minimum: 1 };
const ofTheAnswer: readonly Parameter[] = [
  { name: 'orderBy', in: 'query', description: 'eventTime, recordTime, or a field of your own as prefix:name', schema: text },
  { name: 'orderDirection', in: 'query', description: 'Of orderBy', schema: { enum: ['ASC', 'DESC'], default: 'DESC' } },
  { name: 'eventCountLimit', in: 'query', description: 'The first so many in the order of orderBy', schema: count },
  { name: 'maxEventCount', in: 'query', description: 'More events than this are refused', schema: count },
];

/** Names with something to be filled in cannot be listed by OpenAPI; the description of the operation names them. */
export const queryParameters: readonly Parameter[] = [
  ...parameters.filter(({ pattern }) => !pattern).map(describe),
  ...ofTheAnswer,
];

export const openParameterNames: readonly string[] = parameters.filter(({ pattern }) => pattern).map(({ name }) => name);

function describe({ name, value }: ParameterRule): Parameter {
  const isMany = isList(value);
  return {
    name,
    in: 'query',
    description: isMany ? `${value}, any of which will do: | between them, or the parameter repeated` : value,
    schema: schemas[value] ?? text,
  };
}
