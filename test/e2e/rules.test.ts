import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasFakeClock, type Outcome } from '../support/e2e-program.ts';
import { CHAT, Story } from '../support/e2e-story.ts';
import type { TcpTarget } from '../support/e2e-target.ts';
import { needs } from '../support/require.ts';

const BOSS = -1009876543210;
const USERS = -1005555555555;

/** Every rule of the alerts once, with the messages as Telegram takes them, in both languages. */
describe.skipIf(!needs(hasFakeClock, 'libfaketime is not installed')).each(['id', 'en'])(
  'the rules of the alerts, in %s',
  (language) => {
    let story: Story;
    let hosts: Map<string, TcpTarget>;

    beforeEach(async () => {
      story = await Story.open();
      hosts = new Map();
    });

    afterEach(async () => {
      await story.close();
    });

    /** Servers with the id and name given, each on an address of its own; `change` by id. */
    async function configure(
      names: readonly string[],
      config: object,
      change: Record<string, object> = {},
    ): Promise<void> {
      for (const name of names) if (!hosts.has(name)) hosts.set(name, await story.target());
      const servers = names.map((name) => ({
        name,
        id: name.toLowerCase(),
        host: host(name).host,
        checks: [`tcp:${String(host(name).port)}`],
        ...change[name],
      }));
      const { alerts, ...rest } = config as { alerts?: object };
      const chats = { it: CHAT, boss: { id: BOSS, notify_after: '2m' }, users: USERS };
      await story.configure({
        language,
        telegram: { chats },
        alerts: { down_after: '1m', ...alerts },
        servers,
        ...rest,
      });
    }

    function host(name: string): TcpTarget {
      const target = hosts.get(name);
      if (target === undefined) throw new Error(`no server ${name}`);
      return target;
    }

    async function down(...names: string[]): Promise<void> {
      for (const name of names) await host(name).down();
    }

    async function up(...names: string[]): Promise<void> {
      for (const name of names) await host(name).up();
    }

    async function command(...args: string[]): Promise<Outcome> {
      return story.run(story.launch([...args, '--config', story.configFile]));
    }

    /** All messages so far, with addresses that are the same in every run. */
    function messages(): string {
      const chats = new Map([
        [CHAT, 'it'],
        [BOSS, 'boss'],
        [USERS, 'users'],
      ]);
      return story.told
        .map(({ minute, chat, text }) => `--- minute ${String(minute)}, ${chats.get(chat) ?? ''}\n${text}\n`)
        .join('')
        .replace(/127\.\d+\.\d+\.\d+/g, 'HOST')
        .replace(/\b(root|nobody)\b/g, 'USER')
        .replace(/\(\d+ (s|detik)\)/g, '(N $1)');
    }

    it('a parent explains what stands behind it', async () => {
      await configure(
        ['Router', 'ERP', 'Mail'],
        {},
        { ERP: { parent: 'router' }, Mail: { parent: 'router' } },
      );
      await story.quietMinutes(1);
      await down('Router', 'ERP', 'Mail');
      await story.quietMinutes(4);
      await up('Router', 'Mail');
      await story.quietMinutes(3);
      await up('ERP');
      await story.quietMinutes(2);
      expect(messages()).toMatchSnapshot();
    });

    it('a branch is told as one', async () => {
      const site = { site: 'bdg' };
      const names = ['A', 'B', 'C', 'D'];
      const sites = [{ id: 'bdg', name: 'Cabang Bandung', location: { lat: -6.9175, lon: 107.6191 } }];
      await configure(names, { sites }, Object.fromEntries(names.map((name) => [name, site])));
      await story.quietMinutes(1);
      await down(...names);
      await story.quietMinutes(3);
      await up('A', 'B', 'C');
      await story.quietMinutes(1);
      await up('D');
      await story.quietMinutes(2);
      expect(messages()).toMatchSnapshot();
    });

    it('a gateway is told in its own minute, and for its whole branch', async () => {
      const site = { site: 'bdg' };
      const branch = ['A', 'B', 'C', 'D'];
      const sites = [{ id: 'bdg', name: 'Cabang Bandung', gateway: 'router' }];
      const names = ['Router', ...branch];
      const alerts = { site_outage: { share: '60%', min: 3 } };
      await configure(names, { sites, alerts }, Object.fromEntries(names.map((name) => [name, site])));
      await story.quietMinutes(1);
      await down('Router');
      await story.quietMinutes(1);
      // The branch is about to be confirmed in the minute in which its gateway is.
      await down(...branch);
      await story.quietMinutes(1);
      expect(story.told).toHaveLength(1);
      await story.quietMinutes(3);
      await up(...names);
      await story.quietMinutes(2);
      expect(messages()).toMatchSnapshot();
    });

    it('a flapping server is told once, and summed up', async () => {
      const alerts = { down_after: '0s', min_failures: 1, flapping: { changes: 4, window: '5m' } };
      await configure(['ERP'], { alerts });
      for (let change = 0; change < 4; change += 1) {
        await (change % 2 === 0 ? down('ERP') : up('ERP'));
        await story.quietMinutes(1);
      }
      await down('ERP');
      await story.quietMinutes(1);
      await up('ERP');
      await story.quietMinutes(7);
      expect(messages()).toMatchSnapshot();
    });

    it('a maintenance window is silent, and what still fails at its end is told from its first failure', async () => {
      // The story begins on a Monday at 17:00 in Jakarta.
      const maintenance = [{ every: 'Mon 16:30-17:05', note: 'UPS' }];
      await configure(['ERP', 'Mail'], {}, { ERP: { maintenance } });
      await down('ERP');
      await story.quietMinutes(5);
      expect(story.told).toEqual([]);
      await story.quietMinutes(1);
      await up('ERP');
      await story.quietMinutes(1);
      expect(messages()).toMatchSnapshot();
    });

    it('a mute and an acknowledgement are told, and stop what they are to stop', async () => {
      await configure(['ERP', 'Mail'], { alerts: { remind_every: '3m' } });
      await command('mute', 'mail', '--for', '10m', '--note', 'ganti disk');
      await down('ERP', 'Mail');
      await story.quietMinutes(6);
      await command('ack', 'erp', '--note', 'teknisi di jalan');
      await story.quietMinutes(6);
      await up('ERP', 'Mail');
      await story.quietMinutes(2);
      expect(messages()).toMatchSnapshot();
    });

    it('what lasts reaches the next chat, and its end exactly those that were told', async () => {
      await configure(['ERP', 'Mail'], {}, { ERP: { to: ['it', 'boss'] }, Mail: { to: ['it', 'boss'] } });
      await down('ERP', 'Mail');
      await story.quietMinutes(3);
      await up('Mail');
      await story.quietMinutes(2);
      await up('ERP');
      await story.quietMinutes(2);
      expect(messages()).toMatchSnapshot();
    });

    it('outside the hours of a chat its messages wait, and say at the opening what is true by then', async () => {
      // The story begins on a Monday at 17:00 in Jakarta.
      const telegram = { chats: { it: CHAT, boss: { id: BOSS, hours: 'Mon-Fri 17:05-20:00' } } };
      const change = { to: ['it', 'boss'] };
      await configure(['ERP', 'Mail'], { telegram }, { ERP: change, Mail: change });
      await down('ERP', 'Mail');
      await story.quietMinutes(3);
      await up('Mail');
      await story.quietMinutes(2);
      expect(story.told.map(({ chat }) => chat)).toEqual([CHAT, CHAT, CHAT]);
      await story.quietMinutes(1);
      await up('ERP');
      await story.quietMinutes(1);
      expect(messages()).toMatchSnapshot();
    });

    it('users are told in plain words', async () => {
      await configure(['ERP'], {}, { ERP: { announce_to: ['users'], announce_after: '2m' } });
      await down('ERP');
      await story.quietMinutes(4);
      await up('ERP');
      await story.quietMinutes(1);
      expect(messages()).toMatchSnapshot();
    });

    it('many servers that fail at once make one message', async () => {
      const names = Array.from({ length: 12 }, (_, index) => `Server${String(index)}`);
      await configure(names, {});
      await down(...names);
      await story.quietMinutes(2);
      await up(...names);
      await story.quietMinutes(1);
      expect(story.told).toHaveLength(2);
      expect(messages()).toMatchSnapshot();
    });

    it('explain says of each chat what it was told, or why not', async () => {
      await configure(['ERP', 'Mail'], {}, { ERP: { to: ['it', 'boss'] } });
      await down('ERP');
      await story.quietMinutes(2);
      const { code, stdout, stderr } = await command('explain', 'erp');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.replace(/127\.\d+\.\d+\.\d+/g, 'HOST')).toMatchSnapshot();
    });
  },
);
