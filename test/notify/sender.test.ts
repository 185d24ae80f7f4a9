import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/config.ts';
import type { Message } from '../../src/notify/message.ts';
import { createSender } from '../../src/notify/sender.ts';
import { FAKE_TOKEN, startFakeBotApi } from '../support/fake-bot-api.ts';
import { makeChat } from '../support/world.ts';

const MESSAGE: Message = { text: '<b>DOWN</b>', plain: 'DOWN', itemIds: ['1'], silent: false };

describe('the sender', () => {
  it('prints what is for the console as plain text', async () => {
    const printed: string[] = [];
    const send = createSender({ telegram: null }, (text) => void printed.push(text), Date.now);
    expect(await send('console', null, MESSAGE, 1_000)).toEqual({ kind: 'sent' });
    expect(printed).toEqual(['DOWN\n\n']);
  });

  it('keeps what could not be printed', async () => {
    const closed = (): Promise<void> => Promise.reject(new Error('EPIPE'));
    const send = createSender({ telegram: null }, closed, Date.now);
    expect(await send('console', null, MESSAGE, 1_000)).toEqual({
      kind: 'retry',
      afterMs: null,
      reason: 'EPIPE',
      maybeSent: true,
    });
  });

  it('sends to the chat of that name', async () => {
    const api = await startFakeBotApi();
    const chats = [makeChat('it', { id: -1 }), makeChat('night', { id: -2 })];
    const telegram = { token: new Secret(FAKE_TOKEN), apiBase: api.url, proxy: null, chats };
    try {
      const send = createSender({ telegram }, () => undefined, Date.now);
      expect(await send('night', -2, MESSAGE, 5_000)).toEqual({ kind: 'sent' });
      expect(api.received.map(({ chat_id }) => chat_id)).toEqual(['-2']);
    } finally {
      await api.close();
    }
  });

  it('refuses a chat that the configuration does not have', async () => {
    const send = createSender({ telegram: null }, () => undefined, Date.now);
    expect(await send('gone', -1, MESSAGE, 1_000)).toMatchObject({ kind: 'refused', scope: 'chat' });
  });
});
