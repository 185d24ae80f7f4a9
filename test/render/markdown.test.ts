import { describe, expect, it } from 'vitest';
import { escapedMarkdown, markdownReport } from '../../src/render/markdown.ts';
import { aWeek, incidentRecord, makeReport, MINUTE, NOW, stateOf, DAY } from '../support/past.ts';
import { makeConfig, makeServer } from '../support/world.ts';

describe('the report in Markdown', () => {
  it('has the content of the terminal report', () => {
    const { config, state, records } = aWeek();
    expect(markdownReport(makeReport(config, state, records), 'en')).toMatchSnapshot();
  });

  it('speaks Indonesian', () => {
    const { config, state, records } = aWeek('id');
    const text = markdownReport(makeReport(config, state, records), 'id');
    expect(text).toContain('**1 dari 5 server sedang mati: ERP**');
    expect(text).not.toMatch(/Availability|Outages|Cause/);
  });

  it('has as many cells in each row as its table has titles, whatever the names', () => {
    const name = 'a | b \\| c \\\n| d `|` <br> [x](y)';
    const config = makeConfig([makeServer('a', { name })]);
    const records = [
      incidentRecord('a', NOW - DAY, 5 * MINUTE, {
        cause: { failed: [{ check: 'http://x/|', code: 'http-body', detail: '|\n|' }], passed: [] },
      }),
    ];
    const text = markdownReport(makeReport(config, stateOf(config, NOW - 9 * DAY), records), 'en');
    const cells = (line: string): number => line.split(/(?<!\\)(?:\\\\)*\|/).length;
    const tables = text.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables).toHaveLength(2);
    for (const table of tables) expect(new Set(table.split('\n').map(cells)).size).toBe(1);
  });

  it('says that no check has run yet', () => {
    expect(markdownReport(makeReport(aWeek().config, null), 'en')).toContain('No check has run yet');
  });
});

describe('escaped Markdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['*bold* _it_ ~~no~~', '\\*bold\\* \\_it\\_ \\~\\~no\\~\\~'],
    ['<script>', '\\<script\\>'],
    ['[x](javascript:1)', '\\[x\\](javascript:1)'],
    ['@all #12 !', '\\@all \\#12 \\!'],
    ['- item', '\\- item'],
    ['two\nlines', 'two lines'],
    ['srv-01.example', 'srv-01.example'],
  ])('%j is %j', (text, expected) => {
    expect(escapedMarkdown(text)).toBe(expected);
  });
});
