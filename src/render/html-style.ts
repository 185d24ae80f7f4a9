/** The style of both pages: screen in light and dark, narrow screens, paper. System fonts, so that nothing is loaded. */

const COLOURS = `
:root{color-scheme:light dark;
--page:#f5f6f8;--card:#fff;--text:#1a2130;--soft:#566072;--line:#dfe3e9;--faint:#8b94a3;
--up:#2f9e6b;--up-text:#116b43;--down:#cf2f3f;--down-text:#b01f2f;--down-page:#fdf0f1;--maint:#3f6fd1;--link:#1d55b8;
--warn:#b26a00;--focus:#1d55b8}
@media screen and (prefers-color-scheme:dark){:root{
--page:#0e1218;--card:#161c25;--text:#e7ebf1;--soft:#a3adbc;--line:#29313d;--faint:#7b8696;
--up:#35b07a;--up-text:#5ed39f;--down:#f2606c;--down-text:#ff8d95;--down-page:#2a171b;--maint:#7ba2f2;--link:#8ab4ff;
--warn:#e5a33b;--focus:#8ab4ff}}`;

const TYPE = `
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0 auto;padding:28px 24px 40px;max-width:1280px;background:var(--page);color:var(--text);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;
font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
h1{margin:0;font-size:26px;line-height:1.2;letter-spacing:-.01em}
h2{margin:0 0 12px;font-size:17px;line-height:1.3}
small{font-size:12.5px;color:var(--soft);font-weight:400}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
header{display:flex;flex-wrap:wrap;gap:8px 32px;justify-content:space-between;align-items:flex-end;margin-bottom:20px}
.period{margin:4px 0 0;font-size:16px}
.meta{margin:0;font-size:13px;color:var(--soft);text-align:right}
.note,footer{font-size:13px;color:var(--soft)}
.note{margin:10px 0 0}
footer{margin:28px 4px 0}
footer h2{font-size:13px;margin:0;color:var(--text)}
footer p{margin:2px 0 8px;max-width:95ch}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px 22px;margin-top:16px}
.alarm,.calm{margin:0 0 16px;padding:12px 16px;border-radius:10px;border:1px solid var(--line);background:var(--card)}
.alarm{border-color:var(--down);border-left-width:6px;background:var(--down-page);font-weight:600}
.calm{border-left:6px solid var(--up)}
.bad{color:var(--down-text);font-style:normal;font-weight:600}`;

const TILES = `
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(168px,1fr));gap:12px;margin:0}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.tile dt{font-size:13px;color:var(--soft)}
.tile dd{margin:2px 0 0}
.tile strong{display:block;font-size:19px;line-height:1.25;font-weight:650;letter-spacing:-.01em}
.tile strong small{font-size:14px}
.tile dd span{display:block;font-size:12.5px;line-height:1.35;color:var(--soft)}
.tile.bad{border-color:var(--down);font-weight:400}
.tile.bad strong{color:var(--down-text)}
.tile.good strong{color:var(--up-text)}`;

const TABLES = `
table{width:100%;border-collapse:collapse}
caption{text-align:left;font-size:13px;color:var(--soft);padding:0 0 8px}
th,td{padding:7px 14px 7px 0;text-align:left;vertical-align:middle;font-weight:400;border-top:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{border-top:0;padding-top:0;font-size:12.5px;color:var(--soft);vertical-align:bottom;white-space:nowrap}
tbody b{font-weight:600}
tbody th small,td small{display:block;line-height:1.35}
.num,.sites-table td,.incidents td:nth-child(4){text-align:right;white-space:nowrap}
.incidents td:nth-child(-n+3){white-space:nowrap}
@media screen and (min-width:861px){.incidents td:nth-child(6){font-size:14px;width:36%}}
.open{color:var(--down-text);font-weight:600}
thead button{all:unset;cursor:pointer;font-weight:400}
thead button:hover{color:var(--text);text-decoration:underline}
thead button:focus-visible{outline:2px solid var(--focus);outline-offset:3px;border-radius:2px}
[aria-sort]{color:var(--text)}
[aria-sort] button{font-weight:600}
[aria-sort=ascending] button::after{content:" \\2191"/""}
[aria-sort=descending] button::after{content:" \\2193"/""}
.filter{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;margin:0 0 12px;font-size:13px;color:var(--soft)}
.filter input{font:inherit;font-size:14px;color:var(--text);background:var(--page);border:1px solid var(--faint);
border-radius:6px;padding:5px 10px;margin-left:6px;width:15em;max-width:60vw}
.whole{font:inherit;font-size:14px;color:var(--link);background:none;border:1px solid var(--line);border-radius:6px;padding:6px 14px;
margin-top:12px;cursor:pointer}
.filtered + .whole{display:none}
@media screen{.long:not(.filtered) tbody tr:nth-child(n+51){display:none!important}}`;

const SERVERS = `
.servers{table-layout:fixed}
.servers tbody .name span{display:inline-flex;gap:8px;align-items:baseline}
.servers tbody .name b{min-width:0}
.servers tbody .name small{padding-left:19px}
@media screen and (min-width:861px){
.servers .days{width:30%}
.servers.brief .days{width:56%}
.servers .avail{width:150px}
.servers .out{width:84px}
.servers .dn{width:80px}
.servers .rep{width:122px}
.servers .lat{width:158px}
.sites figure{position:sticky;top:16px}
}
@media (max-width:1200px){.servers thead .rep,.servers tbody .rep{display:none}}
.servers .lat small{font-size:11.5px;white-space:nowrap}
.sign{flex:none;display:inline-block;width:11px;height:11px;background:var(--up);border-radius:50%;forced-color-adjust:none}
.sign.down{background:var(--down);border-radius:0;clip-path:polygon(50% 0,100% 100%,0 100%)}
.sign.unknown{background:none;border:2px solid var(--faint)}
.sign.suspect{background:linear-gradient(90deg,var(--up) 50%,var(--card) 50%);border:2px solid var(--warn)}
.strip{display:flex;gap:1px;align-items:flex-end;height:26px;max-width:620px}
.dense .strip{gap:0}
.strip i,.key i{flex:1 1 0;min-width:0;max-width:13px;height:19px;border-radius:1px;background:var(--up)}
.strip,.key,.map,.spark,.sign{forced-color-adjust:none;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.strip i.on{outline:2px solid var(--text);outline-offset:1px}
i.d1,i.d2,i.d3{height:26px}
i.d1{background:linear-gradient(var(--down) 40%,var(--card) 40% 47%,var(--up) 47%)}
i.d2{background:linear-gradient(var(--down) 66%,var(--card) 66% 73%,var(--up) 73%)}
i.d3{background:var(--down)}
i.q{background:none;box-shadow:inset 0 0 0 1px var(--faint)}
i.m{height:13px;background:repeating-linear-gradient(135deg,var(--maint) 0 2px,var(--card) 2px 4px);box-shadow:inset 0 0 0 1px var(--maint)}
i.n{height:2px;background:var(--faint)}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:14px 0 0;padding:0;font-size:13px;color:var(--soft)}
.legend li{display:flex;gap:7px;align-items:flex-end;line-height:26px}
.key{display:flex;align-items:flex-end;width:7px;height:26px;padding-bottom:3px}
.bubble{position:absolute;z-index:1;max-width:260px;padding:5px 10px;border-radius:6px;background:var(--text);color:var(--card);
font-size:13px;pointer-events:none}
.spark{display:block;width:150px;height:26px;overflow:visible}
.spark path{vector-effect:non-scaling-stroke}
.p95{fill:var(--maint);fill-opacity:.22}
.mid{fill:none;stroke:var(--maint);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}`;

const MAP = `
.sites{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:16px 32px;align-items:start}
figure{margin:0}
.map{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:8px;background:var(--page)}
.map text{font-size:12px;fill:var(--text);paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}
.grid path{fill:none;stroke:var(--line)}
.grid text{font-size:10px;fill:var(--soft)}
.map .scale{stroke:var(--soft)}
.hit{fill:transparent}
.pin.up circle:last-child{fill:var(--up);stroke:var(--page);stroke-width:1.5}
.pin.unknown circle:last-child{fill:var(--page);stroke:var(--faint);stroke-width:3}
.pin.down path{fill:var(--down);stroke:var(--page);stroke-width:1.5;stroke-linejoin:round}
.pin.down .sign{fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round}
.map a:hover .hit,.map a:focus .hit{fill:var(--text);fill-opacity:.12}
.map a:focus-visible{outline:0}
.map a:focus-visible .hit{stroke:var(--focus);stroke-width:2.5}`;

const STATUS = `
.stale-note{margin:0 0 16px;padding:14px 18px;border-radius:10px;border:3px dashed var(--warn);background:var(--card);font-weight:600;font-size:17px}
.stale main>:not(.stale-note){filter:grayscale(1)}
.banner{display:flex;gap:14px;align-items:center;margin:0 0 16px;padding:16px 20px;border-radius:10px;border:1px solid var(--line);
border-left:8px solid var(--up);background:var(--card);font-size:20px;font-weight:600}
.banner.down{border-color:var(--down);background:var(--down-page)}
.banner.unknown{border-left-color:var(--faint)}
.banner .sign{width:18px;height:18px}
.now td:nth-child(-n+2){white-space:nowrap;width:1%;padding-right:28px}
[aria-labelledby=h-map] figure{max-width:680px}
.reload{font-size:13px;color:var(--soft)}
.plain{margin:0;padding-left:20px}`;

const NARROW = `
@media screen and (max-width:860px){
body{padding:18px 14px 28px}
h1{font-size:23px}
.meta{text-align:left}
section{padding:16px 14px}
.tiles{grid-template-columns:repeat(2,1fr);gap:8px}
.tile{padding:10px 12px}
.tile strong{font-size:18px}
.map text{font-size:13px}.map .grid text{font-size:12px}
.servers,.servers tbody,.incidents,.incidents tbody,.now,.now tbody,.servers caption{display:block}
.servers thead,.incidents thead{display:none}.now thead{display:none}
.js .servers thead,.js .incidents thead{display:block}
.servers thead tr,.incidents thead tr{display:flex;flex-wrap:wrap;gap:6px}
.servers thead tr th,.incidents thead tr th{padding:0 0 8px}
.servers thead tr .rep{display:block}
.servers thead th:not([data-k]),.incidents thead th:not([data-k]){display:none}
.servers thead button,.incidents thead button{padding:3px 9px;border:1px solid var(--line);border-radius:999px}
.servers tbody tr{display:grid;grid-template-columns:1fr 1fr auto;gap:6px 8px;padding:12px 0;border-top:1px solid var(--line)}
.servers tbody th,.servers tbody td,.incidents tbody th,.incidents tbody td,.now tbody th,.now tbody td,.servers tbody tr .name,.servers tbody tr .lat{border:0;padding:0;min-width:0;max-width:none}
.servers tbody tr .rep{display:block}
.servers tbody tr .name{grid-column:1/3}
.servers tbody tr .days{grid-column:1/-1;grid-row:2}
.servers tbody tr .avail{grid-column:3;grid-row:1}
.servers tbody [data-l]{text-align:left;font-size:14px}
.servers tbody tr .lat{grid-column:1/-1}
.servers tbody [data-l]::before{content:attr(data-l);display:block;color:var(--soft);font-size:12px}
.servers .lat .spark{width:100%}
.strip,.strip i{max-width:none}
.sites-table th,.sites-table td{padding-right:6px;font-size:13px}
.sites-table thead th{font-size:11px}.sites-table thead th:first-child{width:36%}
.incidents tbody tr,.now tbody tr{display:grid;grid-template-columns:1fr auto;gap:2px 12px;padding:10px 0;border-top:1px solid var(--line)}
.incidents tbody th{grid-area:1/1}.incidents td:nth-child(4){grid-area:1/2}
.incidents td:nth-child(1){grid-area:2/1}.incidents td:nth-child(3){grid-area:2/2;text-align:right}
.incidents tbody td:nth-child(2){display:none}
.incidents td:nth-child(6){grid-column:1/-1;color:var(--soft)}
.now tbody tr td:nth-child(n){padding:0;width:auto}
.now tbody th{grid-area:1/1}.now td:nth-child(2){grid-area:1/2}.now td:nth-child(1){grid-area:2/1}
.now td:nth-child(4){grid-column:1/-1;color:var(--soft)}
}`;

const PAPER = `
@page{size:A4;margin:14mm 13mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#566072}}
@media print{
body{padding:0;max-width:none;background:#fff;font-size:9.5pt;--page:#fff;--down-page:#fff}
h1{font-size:18pt}
h2{font-size:12pt;break-after:avoid}
small,.note,footer,.legend,.meta,.tile dd span,caption,thead th{font-size:8pt}
section{border:0;border-radius:0;padding:0;margin-top:7mm}
.tiles{grid-template-columns:repeat(3,1fr);gap:2.5mm}
.tile strong{font-size:14pt}
.tile,.alarm,tr,.legend,footer{break-inside:avoid}
.filter,.bubble,.reload{display:none!important}
thead{display:table-header-group}
thead button{display:contents}
.whole{display:none}
th,td{padding:.9mm 2.5mm .9mm 0;font-size:8.5pt!important;line-height:1.3}
tbody small{font-size:7pt!important}
.servers .days{width:32%}
.servers .avail{width:27mm}.servers .out{width:16mm}.servers .dn{width:16mm}.servers .lat{width:30mm}
.servers .lat small{font-size:7pt}
.strip{gap:.2mm;height:6mm}.strip i{height:4.4mm}i.d1,i.d2,i.d3{height:6mm}.strip i.m{height:3mm}.strip i.n{height:.5mm}
.incidents td:nth-child(6){width:30%}
.spark{width:29mm;height:5mm}
.sites{grid-template-columns:1fr 1fr;break-inside:avoid}
.map{break-inside:avoid}
a{color:inherit;text-decoration:none}
}`;

/** The style sheet of the pages. */
export const STYLE = [COLOURS, TYPE, TILES, TABLES, SERVERS, MAP, STATUS, NARROW, PAPER].join('');
