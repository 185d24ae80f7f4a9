/** Map and table of the sites. */

import type { GroupReport, Report } from '../core/report-model.ts';
import type { Place } from '../core/places.ts';
import { serversText } from '../core/words.ts';
import { mapMarkup } from './html-map.ts';
import { headMarkup } from './html-parts.ts';
import type { Look } from './html-parts.ts';
import { markup } from './html-markup.ts';
import type { Markup } from './html-markup.ts';
import { percentText, shortLength } from './numbers.ts';
import { reportWords } from './report-words.ts';

/** Null when there is neither a place nor a site. */
export function sitesMarkup(report: Report, places: readonly Place[], look: Look): Markup | null {
  const map = mapMarkup(places, look.language, look.words);
  if (map === null && report.sites.length === 0) return null;
  const figure =
    map === null
      ? null
      : markup`<figure>${map}<figcaption class="note">${look.words.mapNote}</figcaption></figure>`;
  return markup`<div class="sites">${figure}${report.sites.length > 0 ? tableMarkup(report.sites, look) : null}</div>`;
}

function tableMarkup(sites: readonly GroupReport[], look: Look): Markup {
  const { words, language } = look;
  const columns = [
    { title: words.site, sort: 'text' },
    { title: words.availability, sort: 'num', class: 'num' },
    { title: words.outages, sort: 'num', class: 'num' },
    { title: words.down, sort: 'num', class: 'num' },
  ] as const;
  const rows = sites.map(
    (site) =>
      markup`<tr><th scope="row" data-v="${site.name}"><b>${site.name}</b><small>${subline(site, look)}</small></th><td data-v="${site.availability ?? ''}">${site.availability === null ? '–' : `${percentText(site.availability, language)} %`}</td><td data-v="${site.outages}">${site.outages === 0 ? '–' : site.outages}</td><td data-v="${site.outageMs}">${site.outageMs === 0 ? '–' : shortLength(site.outageMs, language)}</td></tr>
`,
  );
  return markup`<div><table class="sites-table" data-sort="${words.sortHint}">
${headMarkup(columns)}
<tbody>
${rows}</tbody>
</table>
<p class="note">${reportWords(language).siteNote}</p></div>`;
}

function subline({ serverCount, presentCount, downNow }: GroupReport, { words, language }: Look): Markup {
  if (downNow > 0) return markup`<em class="bad">${words.downHere(downNow, presentCount)}</em>`;
  return markup`${serversText(serverCount, language)}`;
}
