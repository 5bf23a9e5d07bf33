import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeFailedLogins } from '../../server/auth/failed-logins.ts';

describe('failed logins', () => {
  it('are answered at once at first, then slower and slower, up to a bound', () => {
    const logins = makeFailedLogins({ clock: () => 0 });
    const delays = Array.from({ length: 30 }, () => logins.count('10.0.0.1'));
    assert.deepEqual(delays.slice(0, 8), [0, 0, 0, 0, 0, 200, 400, 800]);
    assert.equal(delays.at(-1), 3_000);
  });

  it('count for their own address only', () => {
    const logins = makeFailedLogins({ clock: () => 0 });
    for (let i = 0; i < 20; i++) logins.count('10.0.0.1');
    assert.equal(logins.count('10.0.0.2'), 0);
  });

  it('are forgotten after a minute', () => {
    let now = 0;
    const logins = makeFailedLogins({ clock: () => now });
    for (let i = 0; i < 20; i++) logins.count('10.0.0.1');
    now = 60_000;
    assert.equal(logins.count('10.0.0.1'), 0);
  });

  it('hold an answer back as long as told', async () => {
    const logins = makeFailedLogins({ clock: () => 0 });
    const begin = performance.now();
    await logins.hold(40);
    assert.ok(performance.now() - begin >= 35);
  });

  it('do not hold back more than two hundred answers at a time', async () => {
    const logins = makeFailedLogins({ clock: () => 0 });
    const held = Array.from({ length: 200 }, () => logins.hold(300));
    const begin = performance.now();
    await logins.hold(300);
    assert.ok(performance.now() - begin < 200);
    await Promise.all(held);
  });
});
