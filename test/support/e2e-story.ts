import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import { type Bot, startBot, startBotIn } from './e2e-bot.ts';
import { FAKE_TOKEN, FakeBotApi, type Received, startFakeBotApi } from './fake-bot-api.ts';
import { homeOfRoot, programUnderTest } from './e2e-installations.ts';
import { type Installation, type Launch, type Outcome, type Running, start } from './e2e-program.ts';
import { TcpTarget } from './e2e-target.ts';
import type { Namespace } from './netns.ts';

/** Minute 0 of every story: Monday, 2 November 2026, 10:00 UTC, which is 17:00 in Jakarta. */
export const T0 = Date.UTC(2026, 10, 2, 10, 0);

export const MINUTE = 60_000;

/** cron starts its jobs about a second after the minute. */
const CRON_DELAY = 1_100;

export const CHAT = -1001234567890;

/** The part of the token that must be nowhere. */
const SECRET = FAKE_TOKEN.split(':')[1] ?? FAKE_TOKEN;

/** What a test writes into a configuration, besides what every story has. */
export interface StoryConfig {
  readonly servers: readonly object[];
  readonly alerts?: object;
  readonly telegram?: object;
  readonly [key: string]: unknown;
}

/** A message, and the minute of the run that sent it. */
export interface Told {
  readonly minute: number;
  readonly chat: number;
  readonly text: string;
  readonly links: readonly string[];
}

/** Where and as whom a story's program runs. */
export interface StoryOptions {
  readonly installation?: Installation;
  /** The machine that it runs on, with the fake Bot API beside it. Omitted: this one. */
  readonly inside?: Namespace;
  /** Runs it as the user `nobody`. */
  readonly asNobody?: boolean;
}

const AS_NOBODY = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'];

/**
 * The compiled program run minute by minute, with a clock of its own, against a fake Bot API and targets on loopback.
 * Its folder, its servers and what it started end with `close()`, which also looks for the token.
 */
export class Story {
  /** The minute of the next run, counted from T0. */
  minute = 0;
  readonly folder: string;
  readonly told: Told[] = [];
  readonly outcomes: Outcome[] = [];
  readonly #installation: Installation;
  readonly #prefix: readonly string[];
  readonly #home: string;
  readonly #apiPort: number;
  #bot: Bot;
  readonly #targets: TcpTarget[] = [];

  private constructor(folder: string, bot: Bot, { installation, inside, asNobody }: StoryOptions) {
    this.folder = folder;
    this.#bot = bot;
    this.#apiPort = bot.port;
    this.#installation = installation ?? programUnderTest();
    // nobody has none, as on Debian.
    this.#home = asNobody === true ? '/nonexistent' : homeOfRoot();
    this.#prefix = [
      ...(inside === undefined ? [] : ['ip', 'netns', 'exec', inside.name]),
      ...(asNobody === true ? AS_NOBODY : []),
    ];
  }

  static async open(options: StoryOptions = {}): Promise<Story> {
    const folder = await mkdtemp(join(tmpdir(), 'srvmon-story-'));
    // The program makes its state folder itself, as the user it runs as.
    await chmod(folder, options.asNobody === true ? 0o777 : 0o755);
    return new Story(
      folder,
      options.inside === undefined ? await startBot() : await startBotIn(options.inside),
      options,
    );
  }

  /** The fake Bot API, where it runs in this process. */
  get api(): FakeBotApi {
    if (this.#bot instanceof FakeBotApi) return this.#bot;
    throw new Error('this fake Bot API is another process');
  }

  /** Everything that the fake Bot API took. */
  get received(): readonly Received[] {
    return this.#bot.received;
  }

  get configFile(): string {
    return join(this.folder, 'servers.yaml');
  }

  get stateDir(): string {
    return join(this.folder, 'state');
  }

  async target(): Promise<TcpTarget> {
    const target = await TcpTarget.open();
    this.#targets.push(target);
    return target;
  }

  /** Telegram cannot be reached: connections are refused. */
  async cutTelegram(): Promise<void> {
    await this.#bot.close();
  }

  async restoreTelegram(): Promise<void> {
    this.#bot = await startFakeBotApi({ port: this.#apiPort });
  }

  /** Writes the configuration: one chat, an attempt of a second a check, and what is given. */
  async configure({ telegram, alerts, ...config }: StoryConfig): Promise<void> {
    const whole = {
      timezone: 'Asia/Jakarta',
      language: 'en',
      state_dir: this.stateDir,
      telegram: {
        token: '${TELEGRAM_BOT_TOKEN}',
        api_base: `http://127.0.0.1:${this.#apiPort}`,
        chats: { it: CHAT },
        ...telegram,
      },
      alerts: { to: ['it'], ...alerts },
      defaults: { timeout: '1s', attempts: 1 },
      ...config,
    };
    await this.writeConfig(stringify(whole));
  }

  async writeConfig(text: string): Promise<void> {
    await writeFile(this.configFile, text);
  }

  /** A launch of the program in the story's present minute. `offsetMs`: how late in that minute. */
  launch(args: readonly string[] = ['check', '--config', this.configFile], offsetMs = CRON_DELAY): Launch {
    return {
      installation: this.#installation,
      args,
      prefix: this.#prefix,
      env: { HOME: this.#home, TELEGRAM_BOT_TOKEN: FAKE_TOKEN },
      at: T0 + this.minute * MINUTE + offsetMs,
    };
  }

  /** Starts a run without waiting for its end, for the stories in which something happens meanwhile. */
  start(launch = this.launch()): Running {
    const running = start(launch);
    void running.outcome.then((outcome) => this.outcomes.push(outcome));
    return running;
  }

  /** One run in the present minute; what it sent is added to `told`. The clock stays. */
  async run(launch = this.launch()): Promise<Outcome> {
    const before = this.#bot.received.length;
    const outcome = await this.start(launch).outcome;
    this.#note(this.#bot.received.slice(before));
    return outcome;
  }

  /** One check, and the clock goes on by a minute. `offsetMs`: how late in its minute cron starts it. */
  async check(offsetMs = CRON_DELAY): Promise<Outcome> {
    const outcome = await this.run(this.launch(undefined, offsetMs));
    this.minute += 1;
    return outcome;
  }

  /** Checks as a good run goes: exit code 0, and cron has nothing to mail. */
  async quietMinutes(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const at = this.minute;
      const { code, stdout, stderr } = await this.check();
      expect({ minute: at, code, stdout, stderr }).toEqual({ minute: at, code: 0, stdout: '', stderr: '' });
    }
  }

  /** First lines of all messages with their minute: `3 🔴 DOWN ERP`. */
  headlines(): string[] {
    return this.told.map(({ minute, text }) => `${minute} ${text.split('\n', 1)[0]}`);
  }

  #note(messages: readonly Received[]): void {
    for (const { chat_id: chat, text, links } of messages) {
      this.told.push({ minute: this.minute, chat: Number(chat), text, links });
    }
  }

  /** Looks for the token in everything the program printed and stored, then takes the story's world down. */
  async close(): Promise<void> {
    await Promise.all([...this.#targets.map((target) => target.down()), this.#bot.close()]);
    const stored = await textsIn(this.stateDir);
    await rm(this.folder, { recursive: true, force: true });
    for (const { stdout, stderr } of this.outcomes) {
      expect(stdout).not.toContain(SECRET);
      expect(stderr).not.toContain(SECRET);
    }
    for (const { path, text } of stored)
      expect(text.includes(SECRET), `the token stands in ${path}`).toBe(false);
  }
}

async function textsIn(folder: string): Promise<{ path: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'latin1') })));
}
