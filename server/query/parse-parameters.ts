/**
 * Query parameters, as a URL has them, to a query.
 *
 * @source EPCIS 2.0 sections 8.2.7.1 and 12 (REST binding)
 */
import { HubProblem } from '../runtime/problem.ts';
import type { EventOrder, EventQuery, Predicate } from './ast.ts';
import { isList } from './parameter-rule.ts';
import { findParameter, type OrderParameter, orderParameters, parameterNames, suggestParameters } from './parameters.ts';
import { isFault, type Namespaces, readQualifiedName } from './qualified-names.ts';
import { type Given, readCount, refuseName, refuseValue, scalar } from './read-values.ts';

/**
 * Reads a query.
 *
 * A list has `|` between its values, or the parameter is repeated. A `|` that belongs to a value is written `%7C` in the
 * value, after the URL's own escapes are taken away.
 *
 * @param parameters names and values, decoded; paging and other parameters of the binding are not among them
 * @param namespaces prefixes the caller declared (GS1-Extensions), prefix to namespace
 * @throws HubProblem query-parameter naming the parameter, the value, and what would be allowed
 */
export function parseParameters(parameters: Iterable<readonly [string, string]>, namespaces: Namespaces): EventQuery {
  const given = new Map<string, string[]>();
  for (const [name, value] of parameters) {
    const values = valuesOf(name, value);
    const known = given.get(name);
    if (known) known.push(...values);
    else given.set(name, values);
  }
  return buildQuery(
    [...given].map(([name, values]) => ({ name, values, namespaces })),
    namespaces,
  );
}

function valuesOf(name: string, value: string): string[] {
  const found = findParameter(name);
  if (found === undefined || !isList(found.rule.value)) return [value];
  // Free text may hold a bar of its own; an identifier with %7C in it is spelled so.
  return value
    .split('|')
    .flatMap((item) => (found.rule.value === 'texts' && /%7c/i.test(item) ? [item, item.replace(/%7c/gi, '|')] : [item]));
}

/**
 * Builds a query from parameters whose lists are taken apart.
 *
 * @throws HubProblem query-parameter
 */
export function buildQuery(parameters: readonly Given[], namespaces: Namespaces): EventQuery {
  const where: Predicate[] = [];
  const about = new Map<OrderParameter, Given>();
  for (const given of parameters) {
    if (isOrderParameter(given.name)) about.set(given.name, given);
    else where.push(...readPredicate(given));
  }
  return { where, ...readOrderAndLimits(about, namespaces) };
}

const isOrderParameter = (name: string): name is OrderParameter => orderParameters.some((known) => known === name);

function readPredicate(given: Given): readonly Predicate[] {
  const found = findParameter(given.name);
  if (found === undefined) return refuseUnknown(given.name);
  if (given.values.length === 0) return refuseValue(given.name, '', 'a value is missing');
  const asked = found.rule.read(given, found.filledIn);
  return asked === undefined ? [] : [{ parameter: given.name, ...asked }];
}

function refuseUnknown(name: string): never {
  const near = suggestParameters(name);
  return refuseName(name, 'there is no such parameter', near.length > 0 ? near : parameterNames);
}

/** EPCIS 2.0 section 8.2.7.1: what may and may not stand together. */
function readOrderAndLimits(about: ReadonlyMap<OrderParameter, Given>, namespaces: Namespaces): Omit<EventQuery, 'where'> {
  const [orderBy, direction, limit, max] = orderParameters.map((name) => about.get(name));
  if (limit && max)
    refuseTogether(
      'eventCountLimit',
      'it cannot stand together with maxEventCount: the one cuts the answer off, the other refuses it',
    );
  if (limit && !orderBy) refuseTogether('eventCountLimit', 'it needs orderBy, which says which events are the first ones');
  const readDirection = direction ? directionOf(direction) : 'DESC';
  return {
    ...(orderBy ? { order: { by: orderOf(orderBy, namespaces), direction: readDirection } } : {}),
    ...(limit ? { eventCountLimit: readCount(limit) } : {}),
    ...(max ? { maxEventCount: readCount(max) } : {}),
  };
}

function refuseTogether(name: string, reason: string): never {
  throw new HubProblem('query-parameter', `${name}: ${reason}`, { name });
}

function directionOf(given: Given): EventOrder['direction'] {
  const text = scalar(given);
  return text === 'ASC' || text === 'DESC' ? text : refuseValue(given.name, text, 'ASC or DESC', ['ASC', 'DESC']);
}

function orderOf(given: Given, namespaces: Namespaces): EventOrder['by'] {
  const text = scalar(given);
  if (text === 'eventTime' || text === 'recordTime') return text;
  const read = readQualifiedName(text, namespaces);
  if (read !== undefined && !isFault(read)) return { area: 'event', depth: 'top', ...read };
  const wanted = read?.fault ?? 'eventTime, recordTime, or a field of your own as prefix:name or namespace#name';
  return refuseValue(given.name, text, wanted, ['eventTime', 'recordTime']);
}
