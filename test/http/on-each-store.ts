/** Runs a suite against a hub over each store, in this process and behind its socket; every suite gets a store of its own. */
import { after, describe } from 'node:test';
import { startMongo } from '../mongo/server.ts';

const mongo = await startMongo();
after(() => mongo?.stop());

/** The gate sets this: there a skipped MongoDB is a failure. */
const isRequired = process.env['EPCIS_TEST_REQUIRE_MONGODB'] === '1';

let databases = 0;

/** @param suite gets the environment that `startTestHub` is to be given */
export function onEachStore(what: string, suite: (environment: Readonly<Record<string, string>>) => void): void {
  describe(`${what}, on SQLite`, () => suite({}));
  if (!mongo && isRequired) throw new Error('MongoDB is required here (EPCIS_TEST_REQUIRE_MONGODB) and was not found');
  describe(`${what}, on MongoDB`, { skip: mongo ? false : 'no MongoDB on this machine' }, () =>
    suite({
      MONGODB_URI: mongo?.uri ?? '',
      EPCIS_MONGODB_DATABASE: `epcis_http_${process.pid}_${++databases}`,
    }),
  );
}

/** The address of the next page, as the Link header has it. */
export const nextOf = (headers: Readonly<Record<string, unknown>>): string | undefined =>
  /^<([^>]+)>; rel="next"$/.exec(String(headers['link'] ?? ''))?.[1];
