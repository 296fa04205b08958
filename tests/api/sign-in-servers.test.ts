import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApi, demo, failureFrom } from '../support/client.js';
import { startProgram, type Program } from '../support/program.js';
import { prepareEnvironment, type Environment } from '../support/stack.js';

let environment: Environment;
let servers: Program[];
beforeAll(async () => {
  environment = await prepareEnvironment();
  // Both answer for one public address, each on a port of its own, as behind a proxy.
  const { PORT: _own, ...variables } = environment.variables;
  servers = await Promise.all([startProgram('server', variables), startProgram('server', variables)]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await environment.drop();
});

it('B23 two servers share the limit of attempts: whichever is asked, the eleventh is refused, the right password included', async () => {
  const { loginName, password } = demo('ugo');
  const signIn = (index: number, secret: string) => {
    const { api } = createApi(servers[index % 2]!.url, { origin: environment.variables.PUBLIC_URL!, 'x-forwarded-for': '198.51.100.20' });
    return failureFrom(api.auth.signIn.mutate({ loginName, password: secret }));
  };
  for (let attempt = 0; attempt < 10; attempt += 1) expect((await signIn(attempt, 'not the password')).code).toBe('sign_in_failed');
  for (const index of [0, 1]) expect((await signIn(index, password)).code).toBe('rate_limited');
});
