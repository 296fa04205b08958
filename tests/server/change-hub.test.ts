import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openDatabase } from '../../prisma/client.js';
import { createLog } from '../../runtime/log.js';
import { startChangeHub } from '../../server/live/change-hub.js';

it('a database that refuses is asked again once a second, not twice as often each time', async () => {
  let asked = 0;
  const refusing = createServer((socket) => {
    asked += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const database = openDatabase(`postgres://nobody@127.0.0.1:${String((refusing.address() as AddressInfo).port)}/none`);
  const hub = startChangeHub(database, createLog('test', 'silent'));
  await wait(4_500);
  await hub.stop();
  await database.close();
  await new Promise((resolve) => refusing.close(resolve));
  expect(asked).toBeGreaterThan(2);
  expect(asked).toBeLessThan(7);
}, 10_000);
