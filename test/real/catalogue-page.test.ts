import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Entry, entryOf } from '../../src/catalogue/entry';
import { cataloguePage } from '../../src/catalogue/page';
import { drawingOf } from '../../src/diagram/draw';
import type { Environment } from '../../src/environment/environment';
import { hasBrowser, startBrowser } from '../helpers/browser';
import { GENERATED_EXAMPLES, loadExamples } from '../helpers/examples';
import { environmentOf, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const EXAMPLES = join(GENERATED_EXAMPLES, 'index.html');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const inBrowser = hasBrowser ? describe : describe.skip;

let browser: Browser;

/** A file with the page of these entries; each has the drawing of one of the environments. */
function fileOf(entries: readonly Entry[], environments: readonly Environment[]): string {
  const drawings = environments.map(drawingOf);
  const byName = new Map(entries.map(({ name }, index) => [name, drawings[index % drawings.length] as never]));
  const file = join(scratchFolder(), 'index.html');
  writeFileSync(file, cataloguePage(entries, byName));
  return file;
}

interface Opened {
  readonly page: Page;
  /** What the browser complained of, and what it asked for beside the page. */
  readonly complaints: string[];
}

async function open(file: string, options: BrowserContextOptions = {}, address = ''): Promise<Opened> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('request', (request) => {
    if (!request.url().startsWith(pathToFileURL(file).href)) complaints.push(request.url());
  });
  await page.goto(`${pathToFileURL(file).href}${address}`);
  return { page, complaints };
}

/** What axe finds, as rule and element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run();
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** The names of the environments in the table, in its order. */
function shown(page: Page): Promise<string[]> {
  return page.locator('tbody tr:visible th').allTextContents();
}

/** The text of the focused element. */
function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.id || document.activeElement.textContent');
}

/** Whether everything is within the width of the window. */
function fits(page: Page): Promise<boolean> {
  return page.evaluate('document.scrollingElement.scrollWidth <= window.innerWidth');
}

async function tabTo(page: Page, target: string): Promise<void> {
  for (let presses = 0; (await focused(page)) !== target; presses += 1) {
    if (presses > 100) throw new Error(`the Tab key does not reach ${target}`);
    await page.keyboard.press('Tab');
  }
}

inBrowser('the page of the catalogue', () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });

  afterAll(() => browser.close());

  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [WIDE, NARROW].map((viewport) => ({ colorScheme, viewport, width: viewport.width })),
  );

  test.each(looks)(
    'is accessible, fits and has no error: $colorScheme, $width px',
    async ({ colorScheme, viewport }) => {
      const { page, complaints } = await open(EXAMPLES, { colorScheme, viewport });
      expect(await violations(page)).toEqual([]);
      expect(await fits(page)).toBe(true);
      const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(await background()).toBe(colorScheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(246, 248, 250)');
      await page.getByRole('link', { name: 'prod', exact: true }).click();
      await page.getByRole('dialog', { name: 'prod' }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await fits(page)).toBe(true);
      const drawn = "document.querySelector('.drawing').shadowRoot.querySelector('rect.page')";
      const fill = () => page.evaluate(`getComputedStyle(${drawn}).fill`);
      expect(await fill()).toBe(colorScheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)');
      expect(complaints).toEqual([]);
    },
  );

  test('can be used by the keyboard alone', async () => {
    const { page, complaints } = await open(EXAMPLES);
    await tabTo(page, 'search');
    await page.keyboard.type('fargate_spot');
    expect(await shown(page)).toEqual(['spot-arm']);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await tabTo(page, 'Environment');
    await page.keyboard.press('Enter');
    const names = loadExamples().map(({ name }) => name);
    expect(await shown(page)).toEqual([...names].reverse());
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toBe('Environment');
    await tabTo(page, 'prod');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'prod' }).waitFor();
    expect(await focused(page)).toBe('name');
    await tabTo(page, 'Runbook');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('prod');
    expect(complaints).toEqual([]);
  });

  test('opens the environment of its address, with what each field means', async () => {
    const { page } = await open(EXAMPLES, {}, '#prod');
    const setting = page.locator('.settings > div', { hasText: 'worker_desired_count' });
    expect(await setting.textContent()).toContain('Number of tasks of the worker.');
    expect(await setting.locator('.value').textContent()).toBe('2');
    await page.keyboard.press('Escape');
    await page.waitForURL(({ hash }) => hash === '');
    const nobody = await open(EXAMPLES, {}, '#constructor');
    expect(await nobody.page.getByRole('dialog').isVisible()).toBe(false);
    expect(nobody.complaints).toEqual([]);
  });

  test('shows no text of a stack file as anything but text', async () => {
    const hostile = `</script></td><img src=x onerror=alert(1)> "&amp;' \u202e<!-- ]]>`;
    const environment = environmentOf();
    const setting = { field: hostile, value: hostile, file: hostile, line: 1 };
    const entry: Entry = {
      ...entryOf(environment),
      ...{ name: hostile, stackFile: hostile, region: hostile, account: hostile, image: hostile, capacity: hostile },
      prefect: { kind: 'URL', value: hostile },
      pools: [hostile],
      settings: [setting, { ...setting, file: `${hostile}.base` }],
    };
    const file = fileOf([entry], [environment]);
    const { page, complaints } = await open(file, {}, `#${encodeURIComponent(hostile)}`);
    expect(await page.locator('h2').textContent()).toBe(hostile);
    expect(await page.locator('.settings .value').allTextContents()).toEqual([hostile, hostile]);
    expect(await page.locator('td[data-label="Work pools"]').textContent()).toBe(hostile);
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('of 1,000 environments is below 10 MB, and is searched, filtered and sorted', async () => {
    const environments = loadExamples();
    const entries = Array.from({ length: 1000 }, (_, index): Entry => {
      const entry = entryOf(environments[index % environments.length] as Environment);
      return { ...entry, name: `env-${index}`, region: index < 10 ? 'eu-west-3' : entry.region };
    });
    const file = fileOf(entries, environments);
    expect(readFileSync(file).length).toBeLessThan(10_000_000);
    const { page, complaints } = await open(file);
    expect(await page.locator('#found').textContent()).toBe('1,000 of 1,000 environments');
    await page.getByLabel('Region').selectOption('eu-west-3');
    expect(await page.locator('#found').textContent()).toBe('10 of 1,000 environments');
    expect(await page.locator('.totals dd').first().textContent()).toBe('10');
    await page.getByRole('button', { name: 'Environment' }).click();
    expect((await shown(page)).slice(0, 3)).toEqual(['env-9', 'env-8', 'env-7']);
    await page.getByLabel('Search').fill('no such thing');
    expect(await page.getByText('No environment matches.').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('1,000 of 1,000 environments').waitFor();
    expect(complaints).toEqual([]);
  });

  test('is printed as the open environment, or as the table, without what is for the screen', async () => {
    const { page } = await open(EXAMPLES, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect([await page.locator('form').isVisible(), await page.locator('table').isVisible()]).toEqual([false, true]);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: 'prod', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect([await page.locator('main').isVisible(), await page.locator('.close').isVisible()]).toEqual([false, false]);
    expect(await page.locator('.settings').isVisible()).toBe(true);
  });

  test('is a table with links to the runbooks where scripts are off', async () => {
    const { page } = await open(EXAMPLES, { javaScriptEnabled: false });
    expect(await shown(page)).toEqual(loadExamples().map(({ name }) => name));
    expect(await page.getByRole('link', { name: 'prod', exact: true }).getAttribute('href')).toBe(
      'stacks/prod/README.md',
    );
  });
});
