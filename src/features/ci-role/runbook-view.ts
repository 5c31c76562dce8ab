import type { Environment } from '../../environment/environment';
import { codeFolder } from './rights';
import type { CiRole } from './schema';
import { audienceOf, issuerOf, subjectsOf } from './trust';

/** What the runbook says of the role of CI jobs; null where there is none. */
export function ciRoleView({ ciRole, image, region }: Environment, partition: string) {
  if (ciRole === undefined) return null;
  const audience = audienceOf(ciRole, partition);
  return {
    github: ciRole.github !== undefined,
    subjects: subjectsOf(ciRole),
    repositoryWithoutIds: namedAlone(ciRole),
    provider: issuerOf(ciRole),
    createsProvider: ciRole.createProvider,
    audience,
    ownAudience: audience !== 'sts.amazonaws.com',
    region,
    may: new Intl.ListFormat('en').format([
      ...(image.repository === undefined ? [] : ['pushes images of flows']),
      ...(codeFolder({ image }) === undefined ? [] : ['uploads the code of flows']),
      ...(ciRole.readApiKey ? ['reads the credential of Prefect'] : []),
      ...(ciRole.restartWorkers ? ['replaces the tasks of the workers'] : []),
      ...(ciRole.statements === undefined && ciRole.policies.length === 0 ? [] : ['may do what the stack file adds']),
    ]),
  };
}

/** A repository of github.com, as long as the stack file has its names alone: its tokens may have its IDs too. */
function namedAlone({ github, issuer }: CiRole): string | null {
  return github !== undefined && issuer === undefined && !github.includes('@') ? github : null;
}
