import type { Environment } from '../../environment/environment';
import { shellWord } from '../../runbook/shell';
import { code } from '../../runbook/template';

export function backendView({ backend }: Environment) {
  return {
    s3: backend.type === 's3' ? backend : null,
    stateKeyInShell: backend.type === 's3' ? shellWord(backend.key) : '',
    // S3 takes no location for the region that is its default.
    bucketLocation: backend.type === 's3' && backend.region !== 'us-east-1' ? backend.region : '',
    hcp: backend.type === 'hcp' ? backend : null,
    hcpHost: backend.type === 'hcp' ? (backend.hostname ?? '') : '',
    http: backend.type === 'http' ? backend : null,
    backendAtInit: backend.type === 'at_init' ? backend.kind : '',
    statePath: backend.type === 'local' ? code(backend.path) : '',
    unlocked:
      (backend.type === 's3' && !backend.useLockfile) || (backend.type === 'http' && backend.lockAddress === undefined),
    lockedElsewhere: backend.type !== 'local',
  };
}
