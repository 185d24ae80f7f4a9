import { describe, expect, it } from 'vitest';
import { progressBar, verdictLine } from '../../src/render/progress.ts';
import { causeOf } from '../support/past.ts';

const router = { name: 'Router Bandung', host: '10.20.0.1' };

describe('the line of a server', () => {
  it('says up with the round trip, down with the cause, unknown with the reason', () => {
    expect(verdictLine(router, { kind: 'ok', latencyMs: 1.2 }, 'en')).toBe(
      'up        Router Bandung           10.20.0.1            1.20 ms',
    );
    expect(
      verdictLine(router, { kind: 'failed', cause: causeOf('tcp-refused', 'tcp:5432', ['icmp']) }, 'en'),
    ).toBe('down      Router Bandung           10.20.0.1            ping answers, port 5432 refused');
    expect(verdictLine(router, { kind: 'unknown', code: 'budget' }, 'id')).toBe(
      'tak jelas Router Bandung           10.20.0.1            tidak sempat diperiksa dalam waktu yang tersedia',
    );
    expect(verdictLine(router, null, 'en')).toBe('unknown   Router Bandung           10.20.0.1');
  });

  it('is one line whatever the name', () => {
    const line = verdictLine(
      { name: `a\nb\u001b[2J${'日'.repeat(300)}`, host: '::1' },
      { kind: 'ok', latencyMs: null },
      'en',
    );
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(line).toContain('… ::1');
  });
});

describe('the progress bar', () => {
  function drawing(total: number) {
    const writes: string[] = [];
    const clock = { now: 0 };
    const bar = progressBar(
      total,
      (text) => writes.push(text),
      () => clock.now,
    );
    return { writes, clock, bar };
  }

  it('is redrawn at most every 80 ms, and at the end', () => {
    const { writes, clock, bar } = drawing(4);
    bar.update(1);
    bar.update(2);
    clock.now = 100;
    bar.update(3);
    bar.update(4);
    expect(writes.map((text) => text.replace('\r\u001b[K', ''))).toEqual([
      '[#######.......................] 1/4',
      '[######################........] 3/4',
      '[##############################] 4/4',
    ]);
  });

  it('leaves nothing behind', () => {
    const { writes, bar } = drawing(4);
    bar.update(1);
    bar.stop();
    bar.update(4);
    expect(writes).toHaveLength(2);
    expect(writes.at(-1)).toBe('\r\u001b[K');
  });

  it('draws nothing when there is nothing to do', () => {
    const { writes, bar } = drawing(0);
    bar.update(0);
    bar.stop();
    expect(writes).toEqual([]);
  });
});
