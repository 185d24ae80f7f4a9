import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_TOKEN, startFakeBotApi, type FakeBotApi } from '../support/fake-bot-api.ts';
import { parseTelegramHtml } from '../support/telegram-html.ts';

let api: FakeBotApi;

beforeEach(async () => {
  api = await startFakeBotApi({
    chats: { '-1': { id: -1, type: 'supergroup', title: 'IT', is_forum: true } },
  });
});

afterEach(async () => {
  await api.close();
});

async function call(
  method: string,
  parameters: object,
  token = FAKE_TOKEN,
): Promise<{ status: number; body: object }> {
  const response = await fetch(`${api.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  return { status: response.status, body: (await response.json()) as object };
}

describe('the fake Bot API', () => {
  it.each([
    ['a missing chat', { text: 'x' }, 'Bad Request: chat_id is empty'],
    ['an unknown chat', { chat_id: -9, text: 'x' }, 'Bad Request: chat not found'],
    ['an empty text', { chat_id: -1, text: ' ' }, 'Bad Request: message text is empty'],
    [
      'markup without text',
      { chat_id: -1, text: '<b></b>', parse_mode: 'HTML' },
      'Bad Request: message text is empty',
    ],
    ['a text of 4097', { chat_id: -1, text: 'x'.repeat(4_097) }, 'Bad Request: message is too long'],
    [
      'an open tag',
      { chat_id: -1, text: '<b>x', parse_mode: 'HTML' },
      'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ],
    [
      'an unknown tag',
      { chat_id: -1, text: 'a<x>', parse_mode: 'HTML' },
      'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 1',
    ],
  ])('refuses %s', async (_title, parameters, description) => {
    expect(await call('sendMessage', parameters)).toEqual({
      status: 400,
      body: { ok: false, error_code: 400, description },
    });
    expect(api.received).toEqual([]);
  });

  it('counts 4096 characters after the markup', async () => {
    const text = `<b>${'&amp;'.repeat(4_096)}</b>`;
    expect(await call('sendMessage', { chat_id: -1, text, parse_mode: 'HTML' })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    ['123456789:AAwrongTokenOfTheFakeBotApi_012345678', 401, 'Unauthorized'],
    ['nonsense', 404, 'Not Found'],
  ])('refuses the token %s', async (token, status, description) => {
    expect(await call('getMe', {}, token)).toMatchObject({ status, body: { ok: false, description } });
  });

  it('knows its bot, its chats and its updates', async () => {
    api.updates.push({ update_id: 1 });
    expect(await call('getMe', {})).toMatchObject({ body: { ok: true, result: { is_bot: true } } });
    expect(await call('getChat', { chat_id: -1 })).toMatchObject({ body: { result: { is_forum: true } } });
    expect(await call('getChat', { chat_id: -2 })).toMatchObject({ status: 400 });
    expect(await call('getUpdates', {})).toMatchObject({ body: { result: [{ update_id: 1 }] } });
  });

  it('takes documents', async () => {
    const form = new FormData();
    form.set('chat_id', '-1');
    form.set('caption', 'Report');
    form.set('document', new File(['<html>'], 'report.html'));
    const response = await fetch(`${api.url}/bot${FAKE_TOKEN}/sendDocument`, { method: 'POST', body: form });
    expect(response.status).toBe(200);
    expect(api.received).toMatchObject([{ text: 'Report', document: { name: 'report.html', size: 6 } }]);
  });

  it('takes a message whose sender never learns of it', async () => {
    api.plan(-1, { kind: 'reset', taken: true });
    await expect(call('sendMessage', { chat_id: -1, text: 'x' })).rejects.toThrow();
    expect(api.received).toHaveLength(1);
  });

  it('runs as a process that is told how to behave', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fake-bot-api-'));
    const log = join(folder, 'received.jsonl');
    const cli = resolve(import.meta.dirname, '../support/fake-bot-api-cli.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', cli, log], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const port = await new Promise<string>((resolve) =>
        child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())),
      );
      const post = (path: string, body: object) =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const path = `/bot${FAKE_TOKEN}/sendMessage`;
      await post('/_control', { plan: { '-1': [{ kind: 'error', code: 403, description: 'Forbidden' }] } });
      expect((await post(path, { chat_id: -1, text: 'one' })).status).toBe(403);
      expect((await post(path, { chat_id: -1, text: 'two' })).status).toBe(200);
      expect(
        readFileSync(log, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as object),
      ).toMatchObject([{ text: 'two' }]);
    } finally {
      child.kill();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the parser of Telegram HTML', () => {
  it('gives text and links', () => {
    expect(parseTelegramHtml('<b>a &lt; b</b> <a href="https://x/?a=1&amp;b=2">c</a> & &#65;')).toEqual({
      ok: true,
      text: 'a < b c & A',
      links: ['https://x/?a=1&b=2'],
    });
  });

  it.each(['<b><i></b></i>', '</b>', '<', 'a < b', '<b', '<script>x</script>'])('refuses %s', (html) => {
    expect(parseTelegramHtml(html).ok).toBe(false);
  });
});
