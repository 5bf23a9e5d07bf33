/** The command line as its users call it, over a store of its own. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { temporaryFolder } from '../hub-process.ts';

const story = 'fixtures/supply-chains/aurora';
const documents = ['1-manufacturer.xml', '2-wholesaler.xml', '3-pharmacy.jsonld', '4-hospital.jsonld'].map(
  (name) => `${story}/${name}`,
);
const pack = 'urn:epc:id:sgtin:9521141.012345.AP2600001';

describe('epcis-hub', () => {
  const { folder, remove } = temporaryFolder();
  after(remove);
  const data = join(folder, 'data');
  const { MONGODB_URI: _uri, ...env } = process.env;
  const run = (args: readonly string[], input = '') => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['server/cli/epcis-hub.mjs', ...args], {
      encoding: 'utf8',
      env,
      input,
    });
    return {
      status,
      stdout,
      stderr,
      lines: () =>
        stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
    };
  };

  it('lists its commands, and refuses one that it does not have with exit 2 and nothing on standard output', () => {
    const help = run(['--help']);
    assert.equal(help.status, 0);
    for (const command of [
      'start',
      'capture',
      'trace',
      'query',
      'validate',
      'export',
      'key',
      'convert',
      'hash',
      'identifier',
      'backup',
      'demo',
    ]) {
      assert.match(help.stdout, new RegExp(`^  ${command} `, 'm'));
    }
    const unknown = run(['teleport']);
    assert.equal(unknown.status, 2);
    assert.equal(unknown.stdout, '');
    assert.match(unknown.stderr, /teleport/);
  });

  it('captures files, traces a pack, queries and exports', () => {
    const captured = run(['capture', ...documents, '--data', data, '--json']);
    assert.equal(captured.status, 0, captured.stderr);
    assert.deepEqual(
      captured.lines().map(({ success }) => success),
      [true, true, true, true],
    );
    const again = run(['capture', documents[0] ?? '', '--data', data]);
    assert.match(again.stdout, /known already/);

    const chain = run(['trace', pack, '--data', data, '--json']);
    assert.equal(chain.lines()[0].status, 'ended');
    assert.match(run(['trace', pack, '--data', data]).stdout, /ended/);
    const nobody = run(['trace', 'urn:epc:id:sgtin:9521141.012345.NEVER', '--data', data]);
    assert.equal(nobody.status, 1);
    assert.match(nobody.stderr, /NEVER/);

    const shipped = run(['query', 'EQ_bizStep=shipping', '--data', data, '--json']);
    assert.equal(shipped.lines().length, 3);
    const wrong = run(['query', 'EQ_bizStp=shipping', '--data', data]);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /EQ_bizStp/);

    const out = join(folder, 'export.jsonld');
    assert.equal(run(['export', '--data', data, '--out', out]).status, 0);
    const exported = JSON.parse(readFileSync(out, 'utf8'));
    assert.ok(exported.epcisBody.eventList.length >= 20);
    const validated = run(['validate', out, '--json']);
    assert.deepEqual(
      validated.lines()[0].findings.filter(({ severity }: { severity: string }) => severity === 'error'),
      [],
    );
  });

  it('copies the store while it is in use, and works on the copy', () => {
    const copy = join(folder, 'copy');
    assert.equal(run(['backup', copy, '--data', data]).status, 0);
    assert.equal(run(['trace', pack, '--data', copy, '--json']).lines()[0].status, 'ended');
  });

  it('refuses a document that is wrong with what, where and exit 1, and stores nothing of it', () => {
    const bad = join(folder, 'bad.xml');
    writeFileSync(bad, readFileSync(documents[1] ?? '', 'utf8').replace('<action>OBSERVE</action>', '<action>LOOK</action>'));
    const verdict = run(['validate', bad]);
    assert.equal(verdict.status, 1);
    assert.match(verdict.stdout, /INVALID[\s\S]*LOOK/);
    const refused = run(['capture', bad, '--data', join(folder, 'other')]);
    assert.equal(refused.status, 1);
    assert.match(refused.stdout, /LOOK/);
    assert.equal(run(['query', '--data', join(folder, 'other')]).status, 1);
    assert.equal(run(['capture', join(folder, 'nowhere.xml'), '--data', data]).status, 1);
  });

  it('makes, lists and revokes keys without keeping them', () => {
    const made = run(['key', 'create', 'Meridian', '--role', 'capture', '--data', data, '--json']).lines()[0];
    assert.match(made.key, /^epk_/);
    const listed = run(['key', 'list', '--data', data]).stdout;
    assert.match(listed, /Meridian/);
    assert.ok(!listed.includes(made.key));
    assert.equal(run(['key', 'revoke', made.id, '--data', data]).status, 0);
    assert.match(run(['key', 'list', '--data', data]).stdout, /REVOKED/);
    assert.equal(run(['key', 'create', 'X', '--role', 'king', '--data', data]).status, 2);
  });

  it('reads identifiers from arguments and standard input, and hashes events', () => {
    assert.match(run(['identifier', pack]).stdout, /valid sgtin/);
    const answers = run(['identifier', '--json'], `{"value":"${pack}"}\n{"value":"nonsense"}\n`).lines();
    assert.deepEqual(
      answers.map(({ valid }) => valid),
      [true, false],
    );
    assert.match(run(['hash', documents[3] ?? '']).stdout, /ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0/);
    const out = join(folder, 'converted.xml');
    const converted = run(['convert', documents[2] ?? '', '--to', 'xml-2.0', '--out', out, '--json']);
    assert.equal(converted.lines()[0].events, 3);
    assert.equal(run(['validate', out]).status, 0);
  });
});
