/**
 * Pages: `perPage`, `nextPageToken`, and the link to the next one.
 *
 * @source EPCIS 2.0 REST binding, pagination; RFC 8288 (Link)
 */
import { HubProblem } from '../runtime/problem.ts';
import type { Call } from './call.ts';
import type { Link } from './links.ts';
import type { Parameter } from './route.ts';

const DEFAULT_PER_PAGE = 30;

export type Paging = {
  readonly perPage: number;
  readonly token?: string;
  /** The parameters that are not about paging, in order. */
  readonly others: readonly (readonly [string, string])[];
};

/**
 * @param most what a page holds at most, whatever is asked for
 * @throws HubProblem query-parameter for a perPage that is no whole number above 0, or a parameter given twice
 */
export function readPaging(parameters: Call['parameters'], most: number): Paging {
  const perPage = once(parameters, 'perPage');
  const token = once(parameters, 'nextPageToken');
  if (perPage !== undefined && !/^0*[1-9]\d{0,9}$/.test(perPage)) {
    throw new HubProblem(
      'query-parameter',
      `perPage says ${JSON.stringify(perPage.slice(0, 40))}; it is a whole number above 0.`,
      {
        name: 'perPage',
      },
    );
  }
  return {
    perPage: Math.min(Number(perPage ?? DEFAULT_PER_PAGE), most),
    ...(token !== undefined && { token }),
    others: parameters.filter(([name]) => name !== 'perPage' && name !== 'nextPageToken'),
  };
}

/** Headers that lead to the next page; none after the last. `expires` in ms since 1970. */
export function pagingHeaders(
  call: Pick<Call, 'path'>,
  link: Link,
  paging: Paging,
  next: { readonly token: string; readonly expires: number } | undefined,
): Readonly<Record<string, string>> {
  if (!next) return {};
  const search = new URLSearchParams(paging.others.map(([name, value]): [string, string] => [name, value]));
  search.set('perPage', String(paging.perPage));
  search.set('nextPageToken', next.token);
  return {
    Link: `<${link(`${call.path}?${search}`)}>; rel="next"`,
    'GS1-Next-Page-Token-Expires': new Date(next.expires).toISOString(),
  };
}

/** @throws HubProblem query-parameter for any parameter, where a resource has none of its own */
export function refuseOthers({ others }: Paging): void {
  const [first] = others;
  if (!first) return;
  throw new HubProblem('query-parameter', `There is no parameter ${JSON.stringify(first[0].slice(0, 80))} here.`, {
    name: first[0].slice(0, 80),
    allowed: ['perPage', 'nextPageToken'],
  });
}

export const pagingParameters = (most: number): readonly Parameter[] => [
  {
    name: 'perPage',
    in: 'query',
    description: `Most items on one page; more than ${most} are never given.`,
    schema: { type: 'integer', minimum: 1, default: DEFAULT_PER_PAGE },
  },
  {
    name: 'nextPageToken',
    in: 'query',
    description: 'From the Link header of the page before; the other parameters stay as they were.',
    schema: { type: 'string' },
  },
];

function once(parameters: Call['parameters'], name: string): string | undefined {
  const values = parameters.filter(([candidate]) => candidate === name);
  if (values.length > 1) throw new HubProblem('query-parameter', `${name} is given ${values.length} times.`, { name });
  return values[0]?.[1];
}
