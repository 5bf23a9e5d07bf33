/** What README.md names is there, and what is there is named. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const readme = readFileSync('README.md', 'utf8');
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

describe('README.md', () => {
  it('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((link) => !link.startsWith('http'));
    assert.ok(links.length > 5);
    assert.deepEqual(
      links.filter((link) => !existsSync(link)),
      [],
    );
  });

  it('names scripts and commands that exist', () => {
    const named = [...readme.matchAll(/npm run (\w+)/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
    const commands = [...readme.matchAll(/npx epcis-hub (\w+)/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      commands.filter((command) => !existsSync(`server/cli/${command}.ts`)),
      [],
    );
  });

  it('shows every folder of the server in its map', () => {
    const folders = readdirSync('server', { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && readdirSync(`server/${entry.name}`).length > 0,
    );
    assert.deepEqual(
      folders.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}[/,{]`).test(readme)),
      [],
    );
  });
});
