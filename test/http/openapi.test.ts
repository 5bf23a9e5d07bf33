import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, type Json } from './serve.ts';
import { startTestHub, type TestHub } from './start-hub.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete'];

let hub: TestHub;
let description: Json;
before(async () => {
  hub = await startTestHub();
  description = (await hub.get('/hub/openapi.json')).json();
});
after(() => hub[Symbol.asyncDispose]());

const filledIn = (path: string) => path.replaceAll(/\{\w+\}/g, 'urn:x:1');

describe('the OpenAPI description', () => {
  it('is one of OpenAPI 3.1', () => {
    assert.equal(description.openapi, '3.1.0');
    assert.match(description.info.version, /^\d+\.\d+\.\d+/);
    assert.ok(Object.keys(description.paths).length >= 9);
  });

  it('has every path and method that answers, and no other', async () => {
    for (const [path, item] of Object.entries<Json>(description.paths)) {
      for (const method of methods) {
        const { status } = await ask(hub.port, method.toUpperCase(), filledIn(path), {});
        const isThere = status !== 405;
        assert.equal(method in item, isThere, `${method} ${path} answers ${status}`);
        assert.notEqual(status, 500, `${method} ${path}`);
      }
    }
  });

  it('has every path that the hub routes', async () => {
    const { hubRoutes } = await import('../../server/http/routes/all.ts');
    // Handlers are not called here, so what they would need is not either.
    const routes = hubRoutes({ link: (path: string) => path, pageLimit: 10, version: '1' } as unknown as Parameters<
      typeof hubRoutes
    >[0]);
    assert.deepEqual(
      Object.keys(description.paths),
      routes.map(({ path }) => path),
    );
    for (const route of routes) {
      const described = Object.keys(description.paths[route.path]).filter((key) => methods.includes(key));
      assert.deepEqual(
        described,
        Object.keys(route.operations).map((method) => method.toLowerCase()),
      );
    }
  });

  it('says of every route whether it needs a key, truly', async () => {
    for (const [path, item] of Object.entries<Json>(description.paths)) {
      for (const method of methods.filter((one) => one in item)) {
        const { status } = await ask(hub.port, method.toUpperCase(), filledIn(path), {});
        const isOpen = item[method].security?.length === 0;
        assert.equal(status !== 401, isOpen, `${method} ${path}`);
      }
    }
  });

  it('names every operation once, and every path variable', () => {
    const ids: string[] = [];
    for (const [path, item] of Object.entries<Json>(description.paths)) {
      const variables = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      assert.deepEqual(
        (item.parameters ?? []).map((one: Json) => one.name),
        variables,
      );
      for (const method of [...methods, 'options'].filter((one) => one in item)) {
        ids.push(item[method].operationId);
        assert.ok(
          Object.keys(item[method].responses).some((status) => status.startsWith('2')),
          `${method} ${path}`,
        );
      }
    }
    assert.equal(new Set(ids).size, ids.length);
  });

  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      (match) => match[1] ?? '',
    );
    assert.ok(references.length > 10);
    for (const name of references) assert.ok(name in description.components.schemas, name);
  });

  it('lists the query parameters that can be listed', () => {
    const names = description.paths['/events'].get.parameters.map((one: Json) => one.name);
    for (const name of ['EQ_bizStep', 'GE_eventTime', 'MATCH_anyEPC', 'orderBy', 'perPage', 'GS1-EPC-Format'])
      assert.ok(names.includes(name), name);
    assert.equal(new Set(names).size, names.length);
  });
});
