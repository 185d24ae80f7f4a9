/** The figures of the whole period at a glance. */

import type { GroupReport, Report } from '../core/report-model.ts';
import { durationText, timeText } from '../core/words.ts';
import type { Look } from './html-parts.ts';
import { markup } from './html-markup.ts';
import type { Content, Markup } from './html-markup.ts';
import { percentText } from './numbers.ts';

interface Tile {
  readonly title: string;
  readonly value: Content;
  readonly note: string | null;
  readonly mood?: 'good' | 'bad';
}

export function tilesMarkup(report: Report, look: Look): Markup {
  const tiles = tilesOf(report, look).map(
    ({ title, value, note, mood }) =>
      markup`<div class="tile ${mood ?? ''}"><dt>${title}</dt><dd><strong>${value}</strong>${note === null ? null : markup`<span>${note}</span>`}</dd></div>`,
  );
  return markup`<dl class="tiles">${tiles}</dl>`;
}

function tilesOf(report: Report, look: Look): Tile[] {
  const { words, language } = look;
  const { total } = report;
  const affected = report.servers.filter((server) => server.outages > 0).length;
  const longest = [...report.incidents].sort((a, b) => b.countedMs - a.countedMs)[0];
  return [
    {
      title: words.availability,
      value: total.availability === null ? '–' : percent(total.availability, look),
      note: rangeNote(total, look),
    },
    ...nowTile(report, look),
    {
      title: words.outages,
      value: total.serverOutages,
      note: total.serverOutages === 0 ? null : words.affected(affected, total.serverCount),
    },
    {
      title: words.downTime,
      value: total.downMs === 0 ? '–' : durationText(total.downMs, language),
      note: total.serverCount > 1 ? words.allServersTogether : null,
    },
    {
      title: words.longest,
      value:
        longest === undefined || longest.countedMs === 0 ? '–' : durationText(longest.countedMs, language),
      note: longest === undefined || longest.countedMs === 0 ? words.noOutage : longest.serverName,
    },
    {
      title: words.watched,
      value: total.coverage === null ? '–' : percent(total.coverage, look),
      note:
        total.unwatchedMs === 0
          ? words.gapless
          : words.unwatchedTime(durationText(total.unwatchedMs, language)),
    },
  ];
}

function nowTile({ total, dataUntil, generatedAt }: Report, { words, language, timezone }: Look): Tile[] {
  if (dataUntil === null) return [];
  const time = timeText(dataUntil, { timezone, language, now: generatedAt });
  const ofAll = markup`${total.downNow} <small>${words.ofServers(total.presentCount)}</small>`;
  return [
    {
      title: words.downNow,
      value: ofAll,
      note: words.atLastCheck(time),
      mood: total.downNow > 0 ? 'bad' : 'good',
    },
  ];
}

function rangeNote(total: GroupReport, look: Look): string | null {
  const { words, language } = look;
  if (total.range !== null) {
    return words.range(percentText(total.range.worst, language), percentText(total.range.best, language));
  }
  return total.mttrMs === null ? null : words.mean(durationText(total.mttrMs, language));
}

function percent(ratio: number, { language }: Look): Markup {
  return markup`${percentText(ratio, language)} <small>%</small>`;
}
