import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, Tab } from '../support/browser.ts';
import { anOffice, officeHtml, officeStatusHtml } from '../support/office.ts';
import { MINUTE, NOW } from '../support/past.ts';
import { needs } from '../support/require.ts';

const office = anOffice();
/** The largest one that is promised, and one of a month, which most people read. */
const largest = officeHtml(office);
const report = officeHtml(office, '30d');
const status = officeStatusHtml(office);
/** Some of everything in few elements: axe-core looks at each of them. */
const small = anOffice('en', 2);
const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

const can = needs(hasChromium, 'no /usr/bin/chromium (Debian package chromium)');

let browser: Browser;
let tab: Tab;

beforeAll(async () => {
  if (can) browser = await launchBrowser();
});

afterAll(async () => {
  if (can) await browser.close();
});

afterEach(async () => {
  if (can) await tab.close();
});

async function open(html: string, options: BrowserContextOptions = {}, at = NOW + MINUTE): Promise<Tab> {
  tab = await Tab.open(browser, html, options, at);
  return tab;
}

describe.skipIf(!can).each([
  ['the report', report, officeHtml(small, '30d')],
  ['the status page', status, officeStatusHtml(small)],
])('%s in a browser', (_name, html, smallHtml) => {
  it('asks nobody for anything, and complains about nothing', async () => {
    const { page, complaints, requests } = await open(html);
    await page.waitForTimeout(300);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  it.each(['light', 'dark'] as const)('is without a fault for axe-core in %s', async (colorScheme) => {
    const { page } = await open(smallHtml, { colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });

  it('is without a fault for axe-core on a phone, and does not scroll sideways', async () => {
    const { page } = await open(smallHtml, PHONE);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    for (const width of [320, 360, 480, 720, 860, 861, 1060]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });

  it('is whole without its script', async () => {
    const { page } = await open(html, { javaScriptEnabled: false });
    expect(await page.locator('.filter').first().isVisible()).toBe(false);
    expect(await page.locator('#servers tbody tr').count()).toBe(50);
    expect(await page.locator('#servers thead button').count()).toBe(0);
  });

  it('lets no other script or style run', async () => {
    const { page, complaints } = await open(
      html.replace(
        '</main>',
        '<p id="x" style="color:red">x</p><script>document.title = "hacked"</script></main>',
      ),
    );
    expect(await page.title()).not.toBe('hacked');
    expect(
      complaints.filter((text) => text.includes('Content Security Policy')).length,
    ).toBeGreaterThanOrEqual(2);
  });
});

describe.skipIf(!can)('the tables of the report', () => {
  const names = (): Promise<string[]> =>
    tab.page.locator('#servers tbody b').filter({ visible: true }).allTextContents();

  it('sort by keyboard, up and down, and say so', async () => {
    const { page } = await open(report);
    const head = page.locator('#servers thead th').first();
    await head.locator('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    const ascending = await page.locator('#servers tbody th b').allTextContents();
    expect(ascending).toEqual([...ascending].sort((a, b) => a.localeCompare(b, 'en')));
    await page.keyboard.press('Space');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect(await page.locator('#servers tbody th b').allTextContents()).toEqual([...ascending].reverse());
  });

  it('sort lengths as lengths, the longest first', async () => {
    const { page } = await open(report);
    await page.locator('#incidents thead button', { hasText: 'Length' }).press('Enter');
    const values = await page
      .locator('#incidents tbody td:nth-child(4)')
      .evaluateAll((cells: { dataset: { v: string } }[]) => cells.map(({ dataset }) => Number(dataset.v)));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[0]).toBeGreaterThan(1_000);
  });

  it('filter by typing, and say how many are shown', async () => {
    const { page } = await open(report);
    await page.getByLabel('Filter').first().focus();
    await page.keyboard.type('padang erp');
    expect(await names()).toContain('ERP Padang');
    expect(await page.locator('#servers tbody tr').filter({ visible: true }).count()).toBe(1);
    expect(await page.locator('.filter output').first().textContent()).toBe('1 of 50 shown');
  });

  it('show fifty rows of a long list at first, all on demand, and all that a filter finds', async () => {
    const { page } = await open(largest);
    const rows = page.locator('#incidents tbody tr').filter({ visible: true });
    const all = await page.locator('#incidents tbody tr').count();
    expect(await rows.count()).toBe(50);
    await page.getByLabel('Filter').last().fill('surabaya');
    expect(await rows.count()).toBeGreaterThan(40);
    await page.getByLabel('Filter').last().fill('');
    await page.getByRole('button', { name: `Show all ${all}` }).press('Enter');
    expect(await rows.count()).toBe(all);
  });
});

describe.skipIf(!can)('the strips of the report', () => {
  it('tell each day by keyboard', async () => {
    const { page } = await open(report);
    await page.locator('.strip').first().focus();
    await page.keyboard.press('Home');
    await expect.poll(() => page.locator('.bubble').textContent()).toMatch(/^19 Oct: /);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.bubble').textContent()).toBe('20 Oct: up');
    await page.keyboard.press('Escape');
    expect(await page.locator('.bubble').isVisible()).toBe(false);
  });

  it('tell a day by touch', async () => {
    const { page } = await open(report, PHONE);
    await page.locator('.strip i.d3').first().tap();
    expect(await page.locator('.bubble').textContent()).toMatch(/: down \d+ h/);
  });

  it('tell a day by mouse, also one that was simply up', async () => {
    const { page } = await open(report);
    const cell = page.locator('.strip').first().locator('i').nth(1);
    await cell.hover();
    expect(await cell.getAttribute('title')).toBe('20 Oct: up');
  });
});

describe.skipIf(!can)('the layout of the report', () => {
  const indonesian = officeHtml(anOffice('id'));

  it('gives strips and causes the whole width of a phone', async () => {
    const { page } = await open(indonesian, PHONE);
    const widthOf = async (selector: string): Promise<number> =>
      (await page.locator(selector).first().boundingBox())?.width ?? 0;
    const row = await widthOf('#servers tbody tr');
    expect(await widthOf('#servers .strip')).toBe(row);
    expect(await widthOf('#incidents tbody td:last-child')).toBe(row);
  });

  it.each([861, 1000, 1280, 1920])(
    'keeps what is written within its column on a screen of %i',
    async (width) => {
      const { page } = await open(indonesian, { viewport: { width, height: 900 } });
      const outside = await page.evaluate(`[...document.querySelectorAll('#servers :is(th, td)')].filter(
      (cell) => [...cell.querySelectorAll('*')].some((inner) => inner.scrollWidth > cell.clientWidth)
        || cell.scrollWidth > cell.clientWidth).length`);
      expect(outside).toBe(0);
    },
  );
});

describe.skipIf(!can)('the status page in a browser', () => {
  it('says how old it is, and becomes stale by itself when checks stop', async () => {
    const { page } = await open(status);
    const note = page.locator('.stale-note');
    await page.locator('.reload input').uncheck();
    expect(await page.locator('.ago').textContent()).toBe('(1 min ago)');
    expect(await note.isVisible()).toBe(false);
    await page.clock.fastForward('12:00');
    expect(await note.isVisible()).toBe(true);
    expect(await note.textContent()).toContain('no check has refreshed it for 13 min');
    expect(await page.title()).toMatch(/^⚠ 2 of 50 servers are down/);
  });

  it('reloads each minute, unless the reader does not want it', async () => {
    const { page } = await open(status);
    let loads = 0;
    page.on('load', () => (loads += 1));
    await page.clock.fastForward('01:01');
    await expect.poll(() => loads).toBe(1);
    await page.locator('.reload input').uncheck();
    await page.clock.fastForward('05:00');
    await page.waitForTimeout(300);
    expect(loads).toBe(1);
  });

  it('keeps its filter over a reload', async () => {
    const { page } = await open(status);
    await page.locator('input[data-for=servers]').fill('medan');
    await page.reload();
    expect(await page.locator('#servers tbody tr').filter({ visible: true }).count()).toBe(5);
  });
});

describe.skipIf(!can)('the report on paper', () => {
  it('is printed whole, in the colours of paper also from a dark screen', async () => {
    const { page } = await open(largest, { colorScheme: 'dark' });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // A4 in points.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('.filter').first().isVisible()).toBe(false);
    expect(await page.locator('#incidents tbody tr').filter({ visible: true }).count()).toBeGreaterThan(400);
  });
});
