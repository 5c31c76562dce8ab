import { givenOf, type Rule, when } from '../../environment/rule';

const KINDS = ['local', 's3', 'hcp', 'http', 'at_init'];

const oneBackend: Rule = (environment) => {
  const given = givenOf(environment, ['backend'], KINDS).map((path) => path[1]);
  return when(
    given.length > 1,
    ['backend'],
    `set exactly one of: ${given.join(', ')}`,
    `remove one; if it comes from a base, set ${given[0]}: null`,
  );
};

const portableStatePath: Rule = ({ backend }) =>
  when(
    backend.type === 'local' && /^([/\\~]|[A-Za-z]:)/.test(backend.path),
    ['backend', 'local', 'path'],
    'must be relative to generated/stacks/ENV: an absolute path differs from machine to machine',
    'for example path: ../../../states/dev.tfstate',
  );

const unlockWithLock: Rule = ({ backend }) =>
  when(
    backend.type === 'http' && backend.unlockAddress !== undefined && backend.lockAddress === undefined,
    ['backend', 'http', 'unlock_address'],
    'requires lock_address',
    'set lock_address too, or remove unlock_address',
  );

export const BACKEND_RULES: readonly Rule[] = [oneBackend, portableStatePath, unlockWithLock];
