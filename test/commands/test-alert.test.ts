import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, type TestAlertOptions } from '../../src/commands/test-alert.ts';
import { Desk } from '../support/desk.ts';
import { FAKE_TOKEN, startFakeBotApi, type FakeBotApi } from '../support/fake-bot-api.ts';

let desk: Desk;
let api: FakeBotApi;

beforeEach(async () => {
  desk = new Desk();
  api = await startFakeBotApi();
  desk.writeConfig(`telegram:
  token: \${TELEGRAM_BOT_TOKEN}
  api_base: ${api.url}
  chats: { it: -5, office: -6 }
alerts: { to: [it] }
servers: [{ name: Router Bandung, id: router-bdg, host: 127.0.0.1, to: [office] }]
`);
});

afterEach(async () => {
  await api.close();
  desk.remove();
});

const testAlert = (options: TestAlertOptions = {}, language = 'en') => {
  if (language === 'id') desk.rewrite((text) => text.replace('language: en', 'language: id'));
  return desk.call(run, options, { env: { TELEGRAM_BOT_TOKEN: FAKE_TOKEN }, now: () => Date.now() });
};

describe('srvmon test-alert', () => {
  it('reaches every chat, and says so in the language of the configuration', async () => {
    const { code, stdout, stderr } = await testAlert({}, 'id');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'it: terkirim\noffice: terkirim\n',
      stderr: '',
    });
  });

  it.each(['router-bdg', 'Router Bandung'])('reaches the chats of the server %s alone', async (server) => {
    const { code, stdout } = await testAlert({ server });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'office: delivered\n' });
    expect(api.received.map(({ chat_id }) => chat_id)).toEqual(['-6']);
  });

  it('says what was probably meant by a server that is not there', async () => {
    expect(await testAlert({ server: 'router-bgd' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'srvmon test-alert: --server: no server "router-bgd"; did you mean "router-bdg"?\n',
    });
  });
});
