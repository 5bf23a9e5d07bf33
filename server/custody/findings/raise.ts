/** Collects findings while a chain is read. */
import type { Finding } from '../answer.ts';
import { type Facts, type FindingId, findingTable } from './table.ts';

export type Raised = {
  readonly id: FindingId;
  /** When it shows, ms since 1970: findings are listed in this order. */
  readonly at: number;
  readonly events: readonly string[];
  readonly facts: Facts;
};

export type Findings = {
  raise(raised: Raised): void;
  /** Takes back what a later event explains. */
  retract(raised: Raised): void;
  has(id: FindingId, which: (raised: Raised) => boolean): boolean;
  list(): readonly Finding[];
};

export function collectFindings(): Findings {
  const raised = new Set<Raised>();
  return {
    raise: (finding) => raised.add(finding),
    retract: (finding) => raised.delete(finding),
    has: (id, which) => [...raised].some((finding) => finding.id === id && which(finding)),
    list: () => [...raised].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)).map(print),
  };
}

const print = ({ id, events, facts }: Raised): Finding => {
  const { severity, says } = findingTable[id];
  return { id, severity, message: says(facts), events: [...new Set(events)] };
};
