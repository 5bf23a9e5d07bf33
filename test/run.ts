/**
 * Runs every test/**\/*.test.ts whose path contains all arguments: `npm test -- store sqlite`. A run that finds no test
 * file fails, and so does one in which no test ran.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const wanted = process.argv.slice(2);
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((path) => join('test', path))
  .filter((path) => path.endsWith('.test.ts') && wanted.every((part) => path.includes(part)))
  .sort();

if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ') || 'test/**/*.test.ts'}`);
  process.exit(1);
}

let ran = 0;
run({ files, concurrency: availableParallelism() })
  .on('test:pass', () => ran++)
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .on('end', () => {
    if (ran === 0) process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
