import { readFileSync } from 'node:fs';
import { type Loader, type OnLoadArgs, type Plugin, transform } from 'esbuild';

/** Which parts of other packages no bundle of ours runs. */

/** zod's messages in fifty languages, of which it loads English by itself. */
const LANGUAGES = /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.c?js$/;
/** CDKTF packs assets of constructs with it, of which there are none. */
const ARCHIVER = /[\\/]node_modules[\\/]archiver[\\/]index\.js$/;
/** The changes of each time zone in a century, of which only the zones' names are looked at. */
const TIME_ZONES = /[\\/]tzdata[\\/]timezone-data\.json$/;
/** Commander starts other programs as its commands, of which there are none: Node takes as long to load this as all of Commander. */
const COMMANDER = /[\\/]commander[\\/]lib[\\/]command\.js$/;

export const withoutUnused: Plugin = {
  name: 'without unused',
  setup({ onLoad }) {
    onLoad({ filter: LANGUAGES }, () => ({ contents: '', loader: 'js' }));
    onLoad({ filter: ARCHIVER }, () => ({ contents: '', loader: 'js' }));
    onLoad({ filter: COMMANDER }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return { contents: text.replace("require('node:child_process')", 'undefined'), loader: 'js' };
    });
    onLoad({ filter: TIME_ZONES }, ({ path }) => {
      const { zones } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ zones }, (key, value) => (key in zones ? null : value)), loader: 'json' };
    });
  },
};

/**
 * The SDK has the shape of each request in a constant. esbuild keeps those that it cannot know to be without effect:
 * whatever has a computed key, and all that it refers to.
 */
export const withoutComputedKeys: Plugin = {
  name: 'without computed keys',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const names = new Map([...text.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, key]) => [name, key]));
      return { contents: text.replaceAll(/\[(_\w+)\](?=:)/g, (key, name) => names.get(name) ?? key), loader: 'js' };
    });
  },
};

/** Shortens the names within other packages. Ours stay, so that the trace of a bug can be read. */
export const shortNames: Plugin = {
  name: 'short names',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, shortened);
  },
};

async function shortened({ path }: OnLoadArgs): Promise<{ contents: string; loader: Loader }> {
  const text = readFileSync(path, 'utf8');
  const { code } = await transform(text, { loader: 'js', minifyIdentifiers: true, target: 'node20.9' });
  return { contents: code, loader: 'js' };
}
