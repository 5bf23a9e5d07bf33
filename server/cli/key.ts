/** `epcis-hub key create|list|revoke` */
import type { Command } from 'commander';
import { createKey, listKeys, revokeKey } from '../auth/api-key.ts';
import { toInstant } from '../epcis/time.ts';
import { type Role, roles } from '../ports/principal.ts';
import { systemClock, systemIds } from '../runtime/clock.ts';
import { ExitCode } from './exit-code.ts';
import { dataOption, type StoreOptions, withRepository } from './session.ts';

type CreateOptions = StoreOptions & { readonly role: readonly string[]; readonly loopback?: true; readonly json?: true };
type ListOptions = StoreOptions & { readonly json?: true };

export function register(program: Command): void {
  const key = program.command('key').description('API keys: only their hashes are kept');
  key
    .command('create')
    .description('Make a key; it is shown once')
    .argument('<name>', 'who it stands for, e.g. the partner')
    .option('--role <role...>', `what it may do: ${roles.join(', ')}`, ['capture', 'query'])
    .option('--loopback', 'only from this machine')
    .option(...dataOption)
    .option('--json', 'one JSON object')
    .action(create);
  key
    .command('list')
    .description('All keys, without their secrets')
    .option(...dataOption)
    .option('--json', 'one JSON object per key')
    .action(list);
  key
    .command('revoke')
    .description('End a key; running hubs refuse it within seconds')
    .argument('<id>', 'as listed')
    .option(...dataOption)
    .action((id: string, options: StoreOptions) =>
      withRepository(options, async ({ keys }) => {
        await revokeKey({ keys, clock: systemClock }, id);
        console.log(`${id} is revoked`);
      }),
    );
}

function create(name: string, options: CreateOptions): Promise<void> {
  const unknown = options.role.find((role) => !roles.includes(role as Role));
  if (unknown !== undefined) {
    console.error(`epcis-hub: ${unknown} is no role; there are ${roles.join(', ')}`);
    throw new ExitCode(2);
  }
  return withRepository(options, async ({ keys }) => {
    const request = { name, roles: options.role as readonly Role[], loopbackOnly: options.loopback ?? false };
    const { id, secret } = await createKey({ keys, clock: systemClock, ids: systemIds }, request);
    if (options.json) console.log(JSON.stringify({ id, name, roles: options.role, key: secret }));
    else
      console.log(
        `key ${id} for ${name} (${options.role.join(', ')}). It is not shown again:\n${secret}\nUse it as: Authorization: Bearer ${secret}`,
      );
  });
}

function list(options: ListOptions): Promise<void> {
  return withRepository(options, async ({ keys }) => {
    for (const { createdAt, revokedAt, ...key } of await listKeys({ keys })) {
      const times = { createdAt: toInstant(createdAt), ...(revokedAt !== undefined && { revokedAt: toInstant(revokedAt) }) };
      if (options.json) console.log(JSON.stringify({ ...key, ...times }));
      else
        console.log(
          `${key.id}  ${key.name.padEnd(20)} ${key.roles.join(', ').padEnd(22)} ${times.createdAt}${key.loopbackOnly ? '  loopback only' : ''}${times.revokedAt ? `  REVOKED ${times.revokedAt}` : ''}`,
        );
    }
  });
}
