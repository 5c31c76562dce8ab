import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the AWS SDK looks for credentials. Source: "Credential providers", AWS SDKs and Tools Reference Guide. */
const OF_AWS = [
  ...['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ...['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
];
/** Source: prefect 3.8.8, prefect/settings/sources.py. */
const OF_PREFECT = ['PREFECT_API_KEY', 'PREFECT_API_URL'];

/** What a person seems to have credentials of: nothing is read of them yet. */
export function credentialsOf(env: NodeJS.ProcessEnv): ('AWS' | 'Prefect')[] {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  const home = homedir();
  const files = {
    AWS: [
      env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, '.aws', 'credentials'),
      env['AWS_CONFIG_FILE'] ?? join(home, '.aws', 'config'),
    ],
    Prefect: [env['PREFECT_PROFILES_PATH'] ?? join(env['PREFECT_HOME'] ?? join(home, '.prefect'), 'profiles.toml')],
  };
  return [
    ...(OF_AWS.some(isSet) || files.AWS.some(existsSync) ? ['AWS' as const] : []),
    ...(OF_PREFECT.some(isSet) || files.Prefect.some(existsSync) ? ['Prefect' as const] : []),
  ];
}
