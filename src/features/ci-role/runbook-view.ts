import type { Environment } from '../../environment/environment';
import { codeFolder } from './rights';
import { audienceOf, issuerOf, subjectsOf } from './trust';

/** What the runbook says of the role of CI jobs; null where there is none. */
export function ciRoleView({ ciRole, image, region }: Environment, partition: string) {
  if (ciRole === undefined) return null;
  const audience = audienceOf(ciRole, partition);
  return {
    github: ciRole.github !== undefined,
    subjects: subjectsOf(ciRole),
    provider: issuerOf(ciRole),
    createsProvider: ciRole.createProvider,
    audience,
    ownAudience: audience !== 'sts.amazonaws.com',
    region,
    pushes: image.repository !== undefined,
    uploads: codeFolder({ image }) !== undefined,
    readsKey: ciRole.readApiKey,
    restarts: ciRole.restartWorkers,
  };
}
