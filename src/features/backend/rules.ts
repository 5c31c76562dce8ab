import { givenOf, type Rule, when } from '../../environment/rule';

const KINDS = ['local', 's3', 'hcp', 'http', 'at_init'];

const oneBackend: Rule = (environment) => {
  const given = givenOf(environment, ['backend'], KINDS).map((path) => path[1]);
  return when(
    given.length > 1,
    ['backend'],
    `must be one backend, not ${given.join(' and ')}`,
    `where one of them comes from a base, take it away: ${given[0]}: null`,
  );
};

const portableStatePath: Rule = ({ backend }) =>
  when(
    backend.type === 'local' && /^([/\\~]|[A-Za-z]:)/.test(backend.path),
    ['backend', 'local', 'path'],
    'must be relative to generated/stacks/ENV, so that it means the same on every machine',
  );

const unlockWithLock: Rule = ({ backend }) =>
  when(
    backend.type === 'http' && backend.unlockAddress !== undefined && backend.lockAddress === undefined,
    ['backend', 'http', 'unlock_address'],
    'needs a lock_address beside it',
  );

export const BACKEND_RULES: readonly Rule[] = [oneBackend, portableStatePath, unlockWithLock];
