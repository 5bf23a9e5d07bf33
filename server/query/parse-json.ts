/**
 * A query as JSON, the form of named queries and of long ones.
 *
 * @source EPCIS 2.0 section 12, `POST /queries`; EPCIS 2.0 query schema
 */
import { HubProblem } from '../runtime/problem.ts';
import type { EventQuery } from './ast.ts';
import { isList } from './parameter-rule.ts';
import { findParameter, orderParameters } from './parameters.ts';
import { buildQuery } from './parse-parameters.ts';
import type { Namespaces } from './qualified-names.ts';
import { refuseValue } from './read-values.ts';

/**
 * Reads a query object: parameter names to values, lists as arrays, `@context` for the prefixes.
 *
 * @param json as parsed from JSON
 * @param namespaces prefixes declared outside of it (GS1-Extensions); its own ones come first
 * @throws HubProblem query-parameter
 */
export function parseJsonQuery(json: unknown, namespaces: Namespaces): EventQuery {
  if (!isObject(json)) throw new HubProblem('query-parameter', 'a query is a JSON object of parameters and their values');
  const { '@context': context, ...parameters } = json;
  const known = { ...namespaces, ...prefixesOf(context) };
  const given = Object.entries(parameters).map(([name, value]) => ({ name, values: valuesOf(name, value), namespaces: known }));
  return buildQuery(given, known);
}

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** Prefixes of inline contexts. A context given by its address binds none here, the standard's own are known anyway. */
function prefixesOf(context: unknown): Namespaces {
  const parts: readonly unknown[] = Array.isArray(context) ? context : [context];
  const prefixes: Record<string, string> = {};
  for (const part of parts) {
    if (part === undefined || typeof part === 'string') continue;
    if (!isObject(part)) throw refuseContext();
    for (const [prefix, namespace] of Object.entries(part)) {
      const uri = isObject(namespace) ? namespace['@id'] : namespace;
      if (typeof uri !== 'string') throw refuseContext();
      prefixes[prefix] = uri;
    }
  }
  return prefixes;
}

const refuseContext = (): HubProblem =>
  new HubProblem('query-parameter', '@context: it holds addresses of contexts, and objects of prefixes and their namespaces', {
    name: '@context',
  });

function valuesOf(name: string, value: unknown): readonly string[] {
  if (name.startsWith('EXISTS_') && (value === null || isObject(value))) return ['true'];
  if (!Array.isArray(value)) return [textOf(name, value)];
  const rule = findParameter(name)?.rule;
  const takesOne = rule === undefined ? orderParameters.some((known) => known === name) : !isList(rule.value);
  if (takesOne) refuseValue(name, JSON.stringify(value), 'it takes one value, not an array');
  return value.map((item) => textOf(name, item));
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return refuseValue(
    name,
    JSON.stringify(value) ?? 'nothing',
    'a value is a string, a number, true or false, or an array of them',
  );
}
