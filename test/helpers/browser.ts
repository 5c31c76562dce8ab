import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** A browser of this machine: none is downloaded. */
const executablePath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((file) => existsSync(file));

/** Where there is none, tests that need one are skipped, unless REQUIRE_TOOLS is set, as in CI. */
export const hasBrowser = executablePath !== undefined || Boolean(process.env['REQUIRE_TOOLS']);

export function startBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('the tests of the catalogue need Chromium (Debian: chromium)');
  // Its sandbox does not work for root, as which CI runs; the pages are ours.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
