import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readConfig } from '../../server/runtime/config.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { readSecrets } from '../../server/runtime/secrets.ts';

const complaint = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof HubProblem && error.code === 'configuration-invalid', String(error));
    return error.detail;
  }
  return assert.fail('nothing was wrong');
};

describe('configuration', () => {
  it('has defaults for everything that needs one', () => {
    const config = readConfig({});
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.port, 8080);
    assert.equal(config.mongodbUri, undefined);
  });

  it('takes the command line before the environment, and the environment before the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'epcis-config-'));
    try {
      const file = join(folder, 'hub.yaml');
      writeFileSync(file, 'port: 1001\nhost: 0.0.0.0\npageLimit: 50\n');
      const config = readConfig({ EPCIS_CONFIG: file, EPCIS_PORT: '1002', EPCIS_HOST: '127.0.0.2' }, { host: '127.0.0.3' });
      assert.deepEqual([config.port, config.host, config.pageLimit], [1002, '127.0.0.3', 50]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names every variable at fault and what is wrong with it', () => {
    const text = complaint(() => readConfig({ EPCIS_PORT: 'http', EPCIS_LEASE_SECONDS: '0', MONGODB_URI: 'localhost' }));
    assert.match(text, /EPCIS_PORT must be a whole number, it is "http"/);
    assert.match(text, /EPCIS_LEASE_SECONDS must be at least 1/);
    assert.match(text, /MONGODB_URI must begin with mongodb:/);
  });

  it('refuses variables and file settings that it does not know', () => {
    assert.match(
      complaint(() => readConfig({ EPCIS_PROT: '1' })),
      /EPCIS_PROT is no setting/,
    );
    assert.match(
      complaint(() => readConfig({ EPCIS_CONFIG: '/nowhere/hub.yaml' })),
      /EPCIS_CONFIG names \/nowhere\/hub\.yaml, which cannot be read/,
    );
  });

  it('names a secret that is too short without telling it', () => {
    const text = complaint(() => readSecrets({ EPCIS_BOOTSTRAP_KEY: 'swordfish' }));
    assert.match(text, /EPCIS_BOOTSTRAP_KEY must have at least 16 characters, it has 9/);
    assert.doesNotMatch(text, /swordfish/);
  });
});
