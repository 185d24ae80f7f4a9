/** The digest of a report, short enough for the caption of its document. */

import type { ReportDigest } from '../core/events.ts';
import { percentText } from '../core/percent.ts';
import type { Wording } from './context.ts';
import { toPlain, type Line } from './rich-text.ts';

/**
 * A caption has at most 1024 characters without its markup (https://core.telegram.org/bots/api#senddocument); this leaves
 * room for the lines that say that it is late or a repeat.
 */
const ROOM = 880;

export function reportLines(digest: ReportDigest, wording: Wording): Line[] {
  const { phrases } = wording;
  const head = [
    wording.headline('📊', phrases.report, ` · ${phrases.reportServers(digest.servers)}`),
    [wording.span(digest.from, digest.to)],
    ...figureLines(digest, wording),
  ];
  const worst = digest.worst.map((server, index) => worstLine(server, index + 1, wording));
  const lines = worst.length === 0 ? head : [...head, [], [phrases.reportWorst], ...worst];
  return lines.slice(0, Math.max(head.length, fitting(lines)));
}

/** Takes whole lines as long as they fit; returns how many. */
function fitting(lines: readonly Line[]): number {
  let length = -1;
  const tooLong = lines.findIndex((line) => (length += 1 + toPlain(line).length) > ROOM);
  return tooLong === -1 ? lines.length : tooLong;
}

function figureLines(digest: ReportDigest, wording: Wording): Line[] {
  const { phrases } = wording;
  const { availability, range, coverage, before, longest } = digest;
  if (availability === null) return [[phrases.reportNothing]];
  const percent = (ratio: number): string => percentText(ratio, wording.context.language);
  const coverageLine =
    range === null || coverage === null
      ? []
      : [[phrases.reportCoverage(percent(coverage), percent(range.worst), percent(range.best))]];
  return [
    [
      phrases.reportAvailability(
        percent(availability),
        before === null ? null : percent(before.availability),
      ),
    ],
    ...coverageLine,
    [outagesText(digest, wording)],
    ...(before === null ? [] : [[phrases.reportBefore(outagesText(before, wording))]]),
    ...(longest === null ? [] : [longestLine(longest, wording)]),
  ];
}

function outagesText(
  { outages, downMs }: Pick<ReportDigest, 'outages' | 'downMs'>,
  wording: Wording,
): string {
  return outages === 0
    ? wording.phrases.reportNoOutage
    : wording.phrases.reportOutages(outages, wording.length(downMs));
}

function longestLine(longest: NonNullable<ReportDigest['longest']>, wording: Wording): Line {
  const { name, siteName, since, endedAt, lengthMs } = longest;
  const span =
    endedAt === null ? wording.phrases.reportOngoing(wording.time(since)) : wording.span(since, endedAt);
  return [wording.phrases.reportLongest(placed(name, siteName, wording), wording.length(lengthMs), span)];
}

function worstLine(server: ReportDigest['worst'][number], place: number, wording: Wording): Line {
  const { name, siteName, availability } = server;
  const percent = availability === null ? '-' : `${percentText(availability, wording.context.language)} %`;
  return [
    `${place}. ${placed(name, siteName, wording)}: ${percent}, ${wording.phrases.reportServer(server.outages, wording.length(server.downMs))}`,
  ];
}

function placed(name: string, siteName: string | null, wording: Wording): string {
  return siteName === null ? wording.listed(name) : `${wording.listed(name)} · ${wording.listed(siteName)}`;
}
