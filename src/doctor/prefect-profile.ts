import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import type { Credential } from './prefect-api';

/** How a person reaches Prefect: by a profile of Prefect's own client. */
export interface PrefectProfile {
  /** Of a server, or of a workspace of Prefect Cloud. */
  readonly apiUrl?: string;
  readonly credential?: Credential;
  /** The API of Prefect Cloud. */
  readonly cloudUrl: string;
  /** Why there is none. */
  readonly unread: readonly string[];
}

/** Prefect's own default: PREFECT_CLOUD_API_URL. */
const CLOUD = 'https://api.prefect.cloud/api';

/**
 * The profile with this name; without one, what Prefect's client uses itself: the variables of the environment, and
 * the active profile (prefect 3.8.8, prefect/settings/sources.py, ProfileSettingsTomlLoader).
 */
export function prefectProfile(name: string | undefined, env: NodeJS.ProcessEnv): PrefectProfile {
  const file =
    env['PREFECT_PROFILES_PATH'] ?? join(env['PREFECT_HOME'] ?? join(homedir(), '.prefect'), 'profiles.toml');
  const { settings, unread } = settingsIn(file, name ?? env['PREFECT_PROFILE']);
  const settingOf = (setting: string) => {
    const values = [env[setting], settings[setting]].map((value) => (typeof value === 'string' ? value.trim() : ''));
    return (name === undefined ? values : values.reverse()).find((value) => value !== '');
  };
  const [apiUrl, key, authString] = [
    settingOf('PREFECT_API_URL'),
    settingOf('PREFECT_API_KEY'),
    settingOf('PREFECT_API_AUTH_STRING'),
  ];
  const credential: Credential | undefined =
    key !== undefined
      ? { kind: 'api key', value: key }
      : authString !== undefined
        ? { kind: 'auth string', value: authString }
        : undefined;
  return {
    ...(apiUrl !== undefined && { apiUrl: apiUrl.replace(/(?<!\/)\/+$/, '') }),
    ...(credential !== undefined && { credential }),
    cloudUrl: (settingOf('PREFECT_CLOUD_API_URL') ?? CLOUD).replace(/(?<!\/)\/+$/, ''),
    unread,
  };
}

type Settings = Readonly<Record<string, unknown>>;

function settingsIn(file: string, wanted: string | undefined): { settings: Settings; unread: readonly string[] } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const unread = wanted === undefined ? [] : [`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`];
    return { settings: {}, unread };
  }
  let all: { readonly active?: unknown; readonly profiles?: Readonly<Record<string, Settings>> };
  try {
    all = parse(text);
  } catch {
    // Its message repeats lines, in which keys may be.
    return { settings: {}, unread: [`${file} cannot be read (invalid TOML)`] };
  }
  const { active, profiles = {} } = all;
  const name = wanted ?? active;
  if (typeof name === 'string' && Object.hasOwn(profiles, name)) return { settings: profiles[name] ?? {}, unread: [] };
  if (wanted === undefined) return { settings: {}, unread: [] };
  return { settings: {}, unread: [`${file} has no profile "${wanted}"`] };
}
