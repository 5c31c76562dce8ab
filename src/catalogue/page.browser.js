/// <reference lib="dom" />
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const table = document.querySelector('table');
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, name: row.dataset.name, cells: [...row.cells] }));
  const headers = [...table.tHead.rows[0].cells];
  const form = document.querySelector('form');
  const search = document.getElementById('search');
  const selects = [...form.querySelectorAll('select[data-column]')];
  const order = document.getElementById('order');
  const dialog = document.querySelector('dialog');
  const inOrder = new Intl.Collator('en', { numeric: true });

  const create = (tag, { text, ...attributes } = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    element.append(...children);
    return element;
  };

  /** What an environment's file and its bases set: field, value, line, file. */
  const settingsOf = ({ file, inherits, settings }) => [
    ...settings.map((setting) => [...setting, file]),
    ...Object.entries(inherits).flatMap(([base, without]) =>
      data.bases[base].filter((_, index) => !without.includes(index)).map((setting) => [...setting, base]),
    ),
  ];

  // Search and filters

  const texts = new Map();
  const textOf = ({ row, name }) => {
    if (!texts.has(name)) {
      const settings = settingsOf(data.environments[name]).map(([field, value]) => `${field} ${value}`);
      texts.set(name, [row.textContent, ...settings].join(' ').toLowerCase());
    }
    return texts.get(name);
  };

  const valueIn = ({ cells }, column) => cells[column].textContent;

  const isFound = (one) => {
    const words = search.value.toLowerCase().split(/\s+/);
    return (
      selects.every(({ value, dataset }) => value === '' || valueIn(one, dataset.column) === value) &&
      words.every((word) => textOf(one).includes(word))
    );
  };

  const show = () => {
    const found = rows.filter((one) => {
      const shown = isFound(one);
      one.row.hidden = !shown;
      return shown;
    });
    document.getElementById('found').textContent =
      `${found.length.toLocaleString('en')} of ${rows.length.toLocaleString('en')} environments`;
    document.getElementById('nothing').hidden = found.length > 0;
    const totals = [found.length, 0, 0, 0, 0, 0];
    for (const { name } of found) {
      data.environments[name].billed.forEach((count, index) => {
        totals[index + 1] += count;
      });
    }
    document.querySelectorAll('.totals dd').forEach((total, index) => {
      total.textContent = totals[index].toLocaleString('en');
    });
  };

  for (const select of selects) {
    const values = [...new Set(rows.map((one) => valueIn(one, select.dataset.column)))].sort(inOrder.compare);
    select.append(...values.map((value) => create('option', { value, text: value })));
    select.parentElement.hidden = values.length < 2;
  }
  form.addEventListener('input', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(show));

  // Order

  const keyOf = ({ cells }, column) => cells[column].dataset.sort ?? cells[column].textContent;
  const sort = (column, direction) => {
    headers.forEach((header, index) => {
      header.setAttribute('aria-sort', index === column ? direction : 'none');
    });
    order.value = `${column} ${direction}`;
    const sign = direction === 'descending' ? -1 : 1;
    const sorted = [...rows].sort((one, other) => sign * inOrder.compare(keyOf(one, column), keyOf(other, column)));
    body.append(...sorted.map(({ row }) => row));
  };
  headers.forEach((header, column) => {
    const button = create('button', { type: 'button', text: header.textContent });
    button.addEventListener('click', () => {
      sort(column, header.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending');
    });
    header.replaceChildren(button);
    for (const [direction, text] of [
      ['ascending', `${button.textContent}, upwards`],
      ['descending', `${button.textContent}, downwards`],
    ]) {
      order.append(create('option', { value: `${column} ${direction}`, text }));
    }
  });
  order.addEventListener('change', () => {
    const [column, direction] = order.value.split(' ');
    sort(Number(column), direction);
  });
  form.addEventListener('reset', () => setTimeout(() => sort(0, 'ascending')));

  // One environment

  /** A copy in a tree of its own, so that its style and its names are nobody else's. */
  const drawingOf = (id) => {
    const drawing = create('div', { class: 'drawing', tabindex: '0', role: 'group', 'aria-label': 'Diagram' });
    const root = drawing.attachShadow({ mode: 'open' });
    root.append(document.getElementById(`drawing-${id}`).content.cloneNode(true));
    const svg = root.querySelector('svg');
    svg.style.display = 'block';
    svg.style.margin = '0 auto';
    svg.style.height = 'auto';
    // Smaller, nobody could read it: there it scrolls.
    svg.style.width = 'max(100%, 40rem)';
    svg.style.maxWidth = `${svg.getAttribute('width')}px`;
    return drawing;
  };

  const fieldOf = (setting) => data.others[setting] ?? setting;

  const explanationOf = (setting) => {
    const [description, type, fallback, change] = data.fields[fieldOf(setting)] ?? ['', '', '', ''];
    const facts = [type, fallback && `default: ${fallback}`].filter((fact) => fact !== '').join('; ');
    return [description, facts && `Type: ${facts}.`, change && `A change: ${change.replace(/\.$/, '')}.`]
      .filter((text) => text !== '')
      .map((text) => create('p', { text }));
  };

  /** What several values below one another mean stands at the first. */
  const settingElement = ([field, value, line, file], index, settings) => {
    const isExplained = index > 0 && fieldOf(settings[index - 1][0]) === fieldOf(field);
    return create(
      'div',
      {},
      create('dt', {}, create('code', { text: field }), ...(isExplained ? [] : explanationOf(field))),
      create('dd', {}, create('span', { class: 'value', text: value }), create('p', { text: `${file}:${line}` })),
    );
  };

  const factsOf = (name) => {
    const [, ...cells] = rows.find((one) => one.name === name).cells;
    return cells.map((cell) =>
      create(
        'div',
        {},
        create('dt', { text: cell.dataset.label }),
        create('dd', {}, ...[...cell.childNodes].map((node) => node.cloneNode(true))),
      ),
    );
  };

  const open = (name) => {
    const environment = data.environments[name];
    const folder = `stacks/${name}`;
    const link = (text, href) => create('li', {}, create('a', { href, text }));
    const close = create('button', { type: 'button', class: 'close', text: 'Close' });
    close.addEventListener('click', () => dialog.close());
    dialog.replaceChildren(
      create(
        'div',
        { class: 'head' },
        create(
          'div',
          {},
          create('h2', { id: 'name', tabindex: '-1', autofocus: '', text: name }),
          create(
            'ul',
            { class: 'links' },
            link('Runbook', `${folder}/README.md`),
            link('Terraform', `${folder}/cdk.tf.json`),
            link('Diagram', `${folder}/diagram.svg`),
            link('All fields', 'reference.md'),
          ),
        ),
        close,
      ),
      create(
        'div',
        { class: 'body' },
        create('dl', { class: 'facts' }, ...factsOf(name)),
        create('h3', { text: 'What it consists of' }),
        drawingOf(environment.drawing),
        create('h3', { text: 'What its stack file and its bases set' }),
        create('dl', { class: 'settings' }, ...settingsOf(environment).map(settingElement)),
      ),
    );
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  };

  const nameInAddress = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return '';
    }
  };
  const openNamed = () => {
    const name = nameInAddress();
    if (Object.hasOwn(data.environments, name)) open(name);
    else dialog.close();
  };
  dialog.addEventListener('close', () => {
    if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  window.addEventListener('hashchange', openNamed);
  for (const { row, name } of rows) row.querySelector('a').setAttribute('href', `#${encodeURIComponent(name)}`);

  form.hidden = false;
  sort(0, 'ascending');
  show();
  openNamed();
})();
