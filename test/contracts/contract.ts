/** Contracts: what a port promises, checked alike for every adapter. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

/** From a behaviour, said in the present tense, to its check. The title is what an adapter names to be excused from it. */
export type Contract<Subject> = Readonly<Record<string, (subject: Subject) => Promise<void>>>;

/** Makes a fresh subject, hands it to the check, and takes it away again whatever the check did. */
export type Using<Subject> = (check: (subject: Subject) => Promise<void>) => Promise<void>;

/**
 * Holds one adapter to one contract.
 *
 * @param excused behaviours the adapter does not keep, each with the reason. An excuse is a debt, not a licence: it fails
 *   the run when there is no such behaviour, and as soon as the behaviour is kept.
 */
export function keepsContract<Subject>(
  adapter: string,
  contract: Contract<Subject>,
  using: Using<Subject>,
  excused: Readonly<Record<string, string>> = {},
): void {
  describe(adapter, () => {
    it('can be opened', () => using(async () => undefined));
    for (const title of Object.keys(excused).filter((name) => !Object.hasOwn(contract, name))) {
      it(`is excused from something that exists: ${title}`, () => assert.fail('the contract has no such behaviour'));
    }
    for (const [title, check] of Object.entries(contract)) {
      const reason = excused[title];
      if (reason === undefined) it(title, () => using(check));
      else it(`${title} (excused: ${reason})`, () => assert.rejects(using(check), 'it is kept now: drop the excuse'));
    }
  });
}
