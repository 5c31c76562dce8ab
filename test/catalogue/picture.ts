import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startBrowser } from '../helpers/browser';

/** Of the README. */
const PICTURE = join(__dirname, 'catalogue.png');

/** `npm run picture`: the catalogue of the examples, as a browser shows it. Takes another file to write, and `dark` or `narrow`. */
async function take(file = PICTURE, ...looks: readonly string[]): Promise<void> {
  const browser = await startBrowser();
  const page = await browser.newPage({
    viewport: looks.includes('narrow') ? { width: 390, height: 844 } : { width: 1440, height: 700 },
    colorScheme: looks.includes('dark') ? 'dark' : 'light',
  });
  await page.goto(`${pathToFileURL(join(__dirname, '..', 'examples', 'generated', 'index.html')).href}`);
  await page.screenshot({ path: file });
  await browser.close();
}

take(...process.argv.slice(2));
