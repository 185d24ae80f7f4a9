import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { run } from '../../src/commands/check.ts';
import { Desk } from '../support/desk.ts';

it('a check asks the servers first that have failed before', async () => {
  const asked: string[] = [];
  const web = createServer((req, res) => {
    asked.push(req.url ?? '');
    res.writeHead(req.url === '/c' ? 500 : 200).end();
  }).listen(0, '127.0.0.1');
  await once(web, 'listening');
  const { port } = web.address() as AddressInfo;
  const desk = new Desk();
  try {
    const servers = ['a', 'b', 'c'].map(
      (id) => `- { id: ${id}, name: ${id}, host: 127.0.0.1, checks: ['http://127.0.0.1:${port}/${id}'] }`,
    );
    desk.writeConfig(
      ['alerts: { to: [console] }', 'defaults: { attempts: 1 }', 'servers:', ...servers].join('\n'),
    );
    await desk.call(run, {});
    await desk.call(run, {});
    expect(asked).toEqual(['/a', '/b', '/c', '/c', '/a', '/b']);
  } finally {
    web.close();
    desk.remove();
  }
});
