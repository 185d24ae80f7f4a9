/**
 * The scripts of the pages, as they are run. They are the same for every page, whatever is in it: what they need they
 * read from attributes, so that no name can ever become part of a program.
 */

/** Sorting and filtering of tables, and the titles of days by keyboard and touch. */
export const TABLE_SCRIPT = `'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add('js');

  const valueOf = (row, column, numeric) => {
    const cell = row.cells[column];
    const text = cell.dataset.v ?? cell.textContent;
    return numeric ? (text === '' ? NaN : Number(text)) : text.toLocaleLowerCase();
  };

  const sort = (table, head, numeric) => {
    const before = head.getAttribute('aria-sort');
    const down = before === null ? numeric : before === 'ascending';
    for (const other of all('th[aria-sort]', table)) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const body = table.tBodies[0];
    const sign = down ? -1 : 1;
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, head.cellIndex, numeric) }));
    const compare = numeric
      ? (a, b) => (isNaN(a) ? (isNaN(b) ? 0 : 1) : isNaN(b) ? -1 : sign * (a - b))
      : (a, b) => sign * a.localeCompare(b, document.documentElement.lang, { numeric: true });
    rows.sort((a, b) => compare(a.value, b.value));
    body.append(...rows.map(({ row }) => row));
  };

  for (const table of all('table[data-sort]')) {
    for (const head of all('thead th[data-k]', table)) {
      const button = document.createElement('button');
      button.type = 'button';
      button.title = table.dataset.sort + ': ' + head.textContent;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => sort(table, head, head.dataset.k === 'num'));
    }
  }

  const LONG = 50;
  for (const table of all('table[data-all]')) {
    const { length } = table.tBodies[0].rows;
    if (length <= LONG + 10) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'whole';
    button.textContent = table.dataset.all.replace('{all}', length);
    table.classList.add('long');
    table.after(button);
    button.addEventListener('click', () => { table.classList.remove('long'); button.remove(); });
  }

  for (const input of all('input[data-for]')) {
    const table = document.getElementById(input.dataset.for);
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLocaleLowerCase());
    const output = input.closest('.filter').querySelector('output');
    const key = 'srvmon-filter-' + location.pathname + '-' + input.dataset.for;
    const filter = () => {
      const words = input.value.toLocaleLowerCase().split(/\\s+/).filter(Boolean);
      table.classList.toggle('filtered', words.length > 0);
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden = !words.every((word) => texts[index].includes(word));
        if (!row.hidden) shown += 1;
      });
      output.textContent = words.length === 0
        ? '' : output.dataset.shown.replace('{n}', shown).replace('{all}', rows.length);
    };
    input.closest('.filter').hidden = rows.length < 8;
    input.addEventListener('input', () => {
      filter();
      try { sessionStorage.setItem(key, input.value); } catch { /* a browser that keeps nothing */ }
    });
    try { input.value = sessionStorage.getItem(key) ?? ''; } catch { /* the same */ }
    filter();
  }

  const bubble = document.createElement('div');
  bubble.className = 'bubble';
  bubble.setAttribute('role', 'status');
  bubble.hidden = true;
  document.querySelector('main').append(bubble);
  let current = null;

  const titleOf = (cell) => {
    if (cell.title === '') {
      const { days, up } = cell.closest('table').dataset;
      cell.title = days.split('|')[[...cell.parentNode.children].indexOf(cell)] + ': ' + up;
    }
    return cell.title;
  };

  const show = (cell) => {
    current?.classList.remove('on');
    current = cell;
    bubble.hidden = cell === null;
    if (cell === null) return;
    cell.classList.add('on');
    bubble.textContent = titleOf(cell);
    const box = cell.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - bubble.offsetWidth - 8);
    bubble.style.left = Math.max(8, left) + scrollX + 'px';
    bubble.style.top = box.bottom + 8 + scrollY + 'px';
  };

  const cellOf = (event) => event.target.closest?.('.strip > i') ?? null;
  document.addEventListener('pointerover', (event) => { const cell = cellOf(event); if (cell) titleOf(cell); });
  document.addEventListener('pointerup', (event) => { if (event.pointerType !== 'mouse') show(cellOf(event)); });
  for (const strip of all('.strip')) {
    strip.tabIndex = 0;
    strip.addEventListener('blur', () => show(null));
    strip.addEventListener('keydown', (event) => {
      const cells = [...strip.children];
      const at = cells.indexOf(current);
      const to = { ArrowLeft: at < 0 ? cells.length - 1 : at - 1, ArrowRight: at + 1, Home: 0, End: cells.length - 1 }[event.key];
      if (event.key === 'Escape') show(null);
      if (to === undefined) return;
      event.preventDefault();
      show(cells[Math.max(0, Math.min(cells.length - 1, to))]);
    });
  }
})();
`;

/**
 * For the status page: how old it is, a warning once no check has refreshed it for too long, and a reload each minute
 * that the reader can switch off.
 */
export const STATUS_SCRIPT = `'use strict';
(() => {
  const root = document.documentElement;
  const page = document.querySelector('[data-at]');
  const madeAt = Number(page.dataset.at);
  const limit = Number(page.dataset.limit);
  const units = page.dataset.units.split(',');
  const note = document.querySelector('.stale-note');
  const ago = document.querySelector('.ago');
  const title = document.title;

  const lengthOf = (ms) => {
    const minutes = Math.floor(ms / 60000);
    if (minutes < 1) return Math.floor(ms / 1000) + ' ' + units[0];
    if (minutes < 60) return minutes + ' ' + units[1];
    const hours = Math.floor(minutes / 60);
    const [large, rest] = hours < 24
      ? [hours + ' ' + units[2], minutes % 60 && minutes % 60 + ' ' + units[1]]
      : [Math.floor(hours / 24) + ' ' + units[3], hours % 24 && hours % 24 + ' ' + units[2]];
    return rest ? large + ' ' + rest : large;
  };

  const tell = () => {
    const age = Math.max(0, Date.now() - madeAt);
    const stale = age > limit;
    ago.textContent = '(' + ago.dataset.text.replace('{age}', lengthOf(age)) + ')';
    root.classList.toggle('stale', stale);
    document.title = stale ? '\\u26a0 ' + title : title;
    const text = stale ? note.dataset.text.replace('{age}', lengthOf(age)) : '';
    if (note.textContent !== text) note.textContent = text;
    note.hidden = !stale;
  };
  tell();
  setInterval(tell, 5000);

  const key = 'srvmon-no-reload';
  const box = document.querySelector('.reload input');
  const remember = (value) => { try { sessionStorage.setItem(key, value); } catch { /* a browser that keeps nothing */ } };
  try { box.checked = sessionStorage.getItem(key) !== 'yes'; } catch { /* the same */ }
  box.closest('.reload').hidden = false;
  box.addEventListener('change', () => remember(box.checked ? 'no' : 'yes'));
  setInterval(() => { if (box.checked) location.reload(); }, 60000);
})();
`;
