import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

export const hasChromium = existsSync(CHROMIUM);

/** Nothing but the page: no update, no telemetry, no first run. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with a new, empty profile. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

/** A page in a session of its own, and what it did that it should not do. */
export class Tab {
  readonly page: Page;
  /** Console messages of every kind, errors, dialogs. */
  readonly complaints: string[] = [];
  /** Addresses that were asked for besides the file itself. */
  readonly requests: string[] = [];
  readonly #context: BrowserContext;
  readonly #folder: string;

  private constructor(context: BrowserContext, page: Page, folder: string) {
    this.#context = context;
    this.page = page;
    this.#folder = folder;
  }

  /** Opens a document from a file. `at`: the clock of the browser, in ms; running from there. */
  static async open(
    browser: Browser,
    html: string,
    options: BrowserContextOptions,
    at: number,
  ): Promise<Tab> {
    const folder = mkdtempSync(join(tmpdir(), 'srvmon-tab-'));
    const file = join(folder, 'page.html');
    writeFileSync(file, html);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const tab = new Tab(context, page, folder);
    const address = pathToFileURL(file).href;
    page.on('console', (message) => tab.complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => tab.complaints.push(error.message));
    page.on('dialog', (dialog) => {
      tab.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    context.on('request', (request) => {
      if (request.url() !== address && !request.url().startsWith('data:')) tab.requests.push(request.url());
    });
    await page.clock.install({ time: at });
    await page.goto(address);
    return tab;
  }

  async close(): Promise<void> {
    await this.#context.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
