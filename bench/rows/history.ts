import { limit, type Row } from '../figure.ts';
import { interleaved, measure } from '../measure.ts';
import { Site } from '../program.ts';
import { type Bench, cpu, peak, wall } from '../world.ts';
import { writeYear } from '../year.ts';

const SERVERS = 1_000;
const INCIDENTS = 20_000;
const MONTHS = 6;

/** A year of history of 1,000 servers: reports read the months they are about, and a check none of them. */
export async function history({ program, folder, rounds }: Bench): Promise<Row[]> {
  const targets = Array.from({ length: SERVERS }, (_, n) => ({
    host: `127.2.${Math.floor(n / 250)}.${1 + (n % 250)}`,
  }));
  const young = new Site(program, folder('young'), targets);
  const old = new Site(program, folder('old'), targets);
  writeYear(old.stateDir, { servers: SERVERS, incidents: INCIDENTS, until: Date.now(), days: 365 });
  for (const site of [young, old]) await site.warmUp();
  const checks = await interleaved(
    { ours: () => old.exactCheck(SERVERS, 0), empty: () => young.exactCheck(SERVERS, 0) },
    rounds,
  );
  const reports = await interleaved(
    {
      month: () => measure(old.command(['report', '--last-month', '--format', 'json'])),
      months: () => measure(old.command(['report', '--since', `${MONTHS * 30}d`, '--format', 'json'])),
    },
    rounds,
  );
  const { month, months } = reports;
  const memory = peak(month);
  const once = wall(month).map((ms) => ms * MONTHS);
  return [
    {
      work: 'report --last-month, a year of 1,000 servers: wall',
      against: 'limit',
      unit: 'ms',
      ours: wall(month),
      theirs: limit(1_000, month),
      target: 1,
    },
    {
      work: 'the same: peak memory',
      against: 'limit',
      unit: 'MB',
      ours: memory,
      theirs: limit(200, memory),
      target: 1,
    },
    {
      work: 'report of 6 months: wall',
      against: '6 reports of a month',
      unit: 'ms',
      ours: wall(months),
      theirs: once,
      target: 1,
    },
    {
      work: 'check with a year of history, 1,000 servers: CPU',
      against: 'empty history',
      unit: 'ms',
      ours: cpu(checks.ours),
      theirs: cpu(checks.empty),
      target: 1.1,
    },
  ];
}
