import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Drawing } from '../diagram/draw';
import { STYLE as DRAWING_STYLE } from '../diagram/svg';
import { billedInWords } from '../inventory/billed';
import type { Entry, Prefect } from './entry';
import { fieldsOf } from './fields';
import { dataBlock, type Html, html, ownHtml } from './html';
import { pageData } from './page-data';
import { BILLED_BY_THE_HOUR, workersInWords } from './table';

/** Files of this folder that stand in the page as they are: a build lays them beside the bundle. */
export const PAGE_PARTS = ['page.css', 'page.browser.js'] as const;

interface Column {
  readonly head: string;
  readonly cell: (entry: Entry) => Html;
  /** What it is sorted by. Default: its text. */
  readonly number?: (entry: Entry) => number;
  readonly isFilter?: boolean;
  /** Kept in one line. */
  readonly isShort?: boolean;
}

const COLUMNS: readonly Column[] = [
  { head: 'Region', cell: ({ region }) => html`${region}`, isFilter: true, isShort: true },
  { head: 'Account', cell: ({ account = '-' }) => html`${account}`, isFilter: true, isShort: true },
  { head: 'Prefect', cell: ({ prefect }) => prefectHtml(prefect), isFilter: true },
  {
    head: 'Work pools',
    cell: ({ pools }) => html`${pools.map((pool, index) => html`${index === 0 ? '' : ', '}<code>${pool}</code>`)}`,
  },
  { head: 'Capacity', cell: ({ capacity }) => html`<code>${capacity}</code>`, isFilter: true, isShort: true },
  {
    head: 'Workers',
    cell: (entry) => html`${workersInWords(entry)}`,
    number: ({ workers: { count, cpu } }) => count * cpu,
  },
  { head: 'Image of the worker', cell: ({ image }) => html`<code>${image}</code>` },
  {
    head: 'Billed by the hour',
    cell: ({ billed }) => html`${billedInWords(billed)}`,
    number: ({ billed: { vcpu } }) => vcpu,
  },
];

const TOTALS = ['Environments', 'vCPU', 'GB of memory', 'Instances', 'NAT gateways', 'Interface endpoints'];

/** The catalogue as one page, without anything from elsewhere. `drawings`: of each environment, by its name. */
export function cataloguePage(entries: readonly Entry[], drawings: ReadonlyMap<string, Drawing>): string {
  const [style, script] = PAGE_PARTS.map(partOfPage) as [string, string];
  const pictures = new Map([...drawings.values()].map(({ id, picture }) => [id, picture]));
  const ids = new Map([...drawings].map(([name, { id }]) => [name, id]));
  const policy = [
    "default-src 'none'",
    `script-src ${allowed(script)}`,
    `style-src ${allowed(style)} ${allowed(DRAWING_STYLE)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return html`<!doctype html>
<!-- Generated from stacks/. Do not edit: the next synthesis writes it again. -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Prefect workers on AWS ECS</title>
<style>${ownHtml(style)}</style>
</head>
<body>
<main>
<h1>Prefect workers on AWS ECS</h1>
<p class="intro">Each environment has a folder with its Terraform and a page for the people who operate it. Open one for its diagram, for what its stack file sets, and for what each field means.</p>
<noscript><p class="intro">Without JavaScript this is a table with links to the pages.</p></noscript>
<dl class="totals">
${TOTALS.map((total) => html`<div><dt>${total}</dt><dd>-</dd></div>\n`)}</dl>
<form hidden>
<div class="field search"><label for="search">Search in all columns and settings</label><input type="search" id="search" autocomplete="off" spellcheck="false"></div>
${COLUMNS.map(filter)}<div class="field order"><label for="order">Order</label><select id="order"></select></div>
<button type="reset">Reset</button>
</form>
<output class="found" id="found" for="search" aria-live="polite"></output>
<table role="table" aria-label="Environments">
<thead role="rowgroup"><tr role="row">
${['Environment', ...COLUMNS.map(({ head }) => head)].map((head) => html`<th scope="col" role="columnheader"><span>${head}</span></th>\n`)}</tr></thead>
<tbody role="rowgroup">
${entries.map(row)}</tbody>
</table>
<p class="nothing" id="nothing" hidden>No environment matches.</p>
<footer>${BILLED_BY_THE_HOUR}</footer>
</main>
<dialog aria-labelledby="name"></dialog>
${[...pictures].sort(byId).map(([id, picture]) => html`<template id="drawing-${id}">\n${ownHtml(picture)}</template>\n`)}${dataBlock('data', pageData(entries, ids, fieldsOf(entries)))}
<script>${ownHtml(script)}</script>
</body>
</html>
`.text;
}

function filter({ head, isFilter }: Column, index: number): Html {
  if (!isFilter) return html``;
  const id = `filter-${index + 1}`;
  return html`<div class="field"><label for="${id}">${head}</label><select id="${id}" data-column="${index + 1}"><option value="">All</option></select></div>\n`;
}

function row(entry: Entry): Html {
  const { name } = entry;
  return html`<tr role="row" data-name="${name}"><th scope="row" role="rowheader"><a href="stacks/${name}/README.md">${name}</a></th>
${COLUMNS.map((column) => cell(column, entry))}</tr>\n`;
}

function cell({ head, cell: content, number, isShort = false }: Column, entry: Entry): Html {
  const sort = number === undefined ? html`` : html` data-sort="${number(entry)}"`;
  return html`<td role="cell"${isShort ? html` class="short"` : html``} data-label="${head}"${sort}>${content(entry)}</td>\n`;
}

function prefectHtml({ kind, value }: Prefect): Html {
  if (value === undefined) return html`${kind}`;
  return kind === 'URL' ? html`<code>${value}</code>` : html`${kind} <code>${value}</code>`;
}

/** Runs a style or a script of the page, and no other. */
function allowed(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function byId([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}

function partOfPage(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}
