import { DECIDED_SETTINGS } from '../features/prefect/schema';
import { maybeSecret } from '../features/secrets/held-secret';
import { inYaml } from '../stack-file/in-yaml';
import { isMap } from '../stack-file/is-map';
import type { Path } from '../stack-file/path';
import { inTable } from '../values/in-table';
import { settingWithout } from '../values/prefect-settings';

/** Enough to see the form of all. */
const MOST_SHOWN = 3;

/** How settings of Prefect are written here that a file has as prefect.toml does: in lower case, by parts. */
export function settingsSpelledHere(path: Path, value: unknown): string | undefined {
  const written = settingsIn(path, value).flatMap(([setting, text]) => {
    const field = inTable(DECIDED_SETTINGS, setting);
    if (field !== undefined) return [`set ${field} instead`];
    const isShown = text !== undefined && !maybeSecret(`prefect.settings.${setting}`, text);
    return [`write ${isShown ? inYaml({ [setting]: text }) : `${setting}: VALUE`}`];
  });
  if (written.length > 0) return written.slice(0, MOST_SHOWN).join(', ');
  const isPart = path.length === 3 && path[0] === 'prefect' && path[1] === 'settings' && isMap(value);
  return isPart
    ? 'write each setting as its environment variable, for example PREFECT_LOGGING_LEVEL: DEBUG'
    : undefined;
}

/** The setting that a key of prefect.settings is meant for: `logging.level` is `PREFECT_LOGGING_LEVEL`. */
export function settingNamed(path: Path): string | undefined {
  return settingsIn(path, '')[0]?.[0];
}

/** Those that Prefect has, each with its value as a text; of an empty one, a list or a mapping, without. */
function settingsIn(path: Path, value: unknown): [setting: string, text?: string][] {
  const [first, second, ...words] = path;
  if (first !== 'prefect' || second !== 'settings' || words.length === 0) return [];
  if (isMap(value)) return Object.entries(value).flatMap(([name, part]) => settingsIn([...path, name], part));
  const name = words
    .join('_')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replace(/^prefect_/i, '');
  const setting = settingWithout(name);
  if (setting === undefined) return [];
  return [typeof value === 'object' || value === '' ? [setting] : [setting, String(value)]];
}
