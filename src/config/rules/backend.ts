import { type ConfigRule as Rule, when } from './rule';

const KINDS = { local: 'local', s3: 's3', hcp: 'hcp', http: 'http', atInit: 'at_init' } as const;

const oneBackend: Rule = ({ backend = {} }) => {
  const given = Object.entries(KINDS).flatMap(([kind, field]) => (kind in backend ? [field] : []));
  return when(
    given.length > 1,
    ['backend'],
    `must be one backend, not ${given.join(' and ')}`,
    `where one of them comes from a base, take it away: ${given[0]}: null`,
  );
};

const portableStatePath: Rule = ({ backend }) =>
  when(
    backend?.local && /^([/\\~]|[A-Za-z]:)/.test(backend.local.path),
    ['backend', 'local', 'path'],
    'must be relative to generated/stacks/ENV, so that it means the same on every machine',
  );

const unlockWithLock: Rule = ({ backend }) =>
  when(
    backend?.http?.unlockAddress !== undefined && backend.http.lockAddress === undefined,
    ['backend', 'http', 'unlock_address'],
    'needs a lock_address beside it',
  );

export const BACKEND_RULES: readonly Rule[] = [oneBackend, portableStatePath, unlockWithLock];
