import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { run, type CheckOptions } from '../../src/commands/check.ts';
import { Desk } from '../support/desk.ts';
import { answers as botAnswers, FAKE_TOKEN, startFakeBotApi } from '../support/fake-bot-api.ts';
import { MINUTE, NOW } from '../support/past.ts';

interface Beat {
  readonly asked: string;
  readonly body: string;
}

let desk: Desk;
let service: Server;
let beats: Beat[];
let answers: boolean;

beforeEach(async () => {
  desk = new Desk();
  beats = [];
  answers = true;
  service = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      beats.push({ asked: `${String(request.method)} ${String(request.url)}`, body });
      if (answers) response.end('OK');
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  service.closeAllConnections();
  service.close();
  desk.remove();
});

function configure(path: string, more = '', alerts = ''): void {
  const { port } = service.address() as AddressInfo;
  // Nothing listens on port 1 of the loopback interface.
  desk.writeConfig(`
alerts: { to: [console]${alerts} }
servers: [{ id: erp, name: ERP, host: 127.0.0.1, checks: ['tcp:1'] }]
heartbeat_url: http://127.0.0.1:${String(port)}${path}
${more}`);
}

const check = (options: CheckOptions = {}) => desk.call(run, options);

describe('the heartbeat of a check', () => {
  it('says when the run begins, and when it is complete', async () => {
    configure('/ping/abc');
    expect(await check()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(beats.map(({ asked }) => asked)).toEqual(['GET /ping/abc/start', 'GET /ping/abc']);
  });

  it('is a success also when a server is down', async () => {
    configure('/ping/abc', '', ', down_after: 0s, min_failures: 1');
    expect((await check({ failOnDown: true })).code).toBe(1);
    expect(beats.at(-1)).toEqual({ asked: 'GET /ping/abc', body: '' });
  });

  it('says only the end to a push monitor, which knows no begin', async () => {
    configure('/api/push/xyz');
    await check();
    expect(beats.map(({ asked }) => asked)).toEqual(['GET /api/push/xyz?status=up&msg=OK']);
  });

  it('tells the exit code and the problem while a broken configuration is passed over', async () => {
    configure('/ping/abc');
    await check();
    beats = [];
    configure('/ping/abc', 'intervall: 1m');
    expect((await check()).code).toBe(2);
    expect(beats.at(-1)?.asked).toBe('POST /ping/abc/2');
    expect(beats.at(-1)?.body).toMatch(/servers\.yaml:\d+:1 intervall: /);
  });

  it('is a failure while Telegram refuses a chat that waits for an alert', async () => {
    const api = await startFakeBotApi();
    onTestFinished(() => api.close());
    api.behave(-1, botAnswers.kicked);
    const { port } = service.address() as AddressInfo;
    desk.writeConfig(`
telegram: { token: "${FAKE_TOKEN}", api_base: "${api.url}", chats: { it: -1 } }
alerts: { to: [it], down_after: 0s, min_failures: 1 }
servers: [{ id: erp, name: ERP, host: 127.0.0.1, checks: ['tcp:1'] }]
heartbeat_url: http://127.0.0.1:${String(port)}/ping/abc`);
    for (const minute of [0, 1]) {
      beats = [];
      expect((await desk.call(run, {}, { now: () => NOW + minute * MINUTE })).code).toBe(0);
      expect(beats.at(-1)?.asked).toBe('POST /ping/abc/fail');
      expect(beats.at(-1)?.body).toContain('Telegram refuses chat it: 403 Forbidden');
    }
    api.behave(-1, null);
    await desk.call(run, {}, { now: () => NOW + 10 * MINUTE });
    expect(beats.at(-1)).toEqual({ asked: 'GET /ping/abc', body: '' });
  });

  it('tells the exit code and the reason when the state folder cannot be used', async () => {
    configure('/ping/abc');
    writeFileSync(join(desk.folder, 'state'), 'a file, not a folder');
    const { code, stderr } = await check();
    expect(code).toBe(3);
    expect(beats.at(-1)).toEqual({
      asked: 'POST /ping/abc/3',
      body: stderr.replace(/^srvmon: /, '').trim(),
    });
  });

  it('neither fails nor holds up a run for long when nobody answers', async () => {
    configure('/ping/abc');
    answers = false;
    const begin = performance.now();
    expect(await check()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(performance.now() - begin).toBeLessThan(8_000);
    expect(beats.length).toBe(2);
  });

  it('does not count a run that found the lock held', async () => {
    configure('/ping/abc');
    await Promise.all([check(), check()]);
    expect(beats.map(({ asked }) => asked)).toEqual(['GET /ping/abc/start', 'GET /ping/abc']);
  });
});
