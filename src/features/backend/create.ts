import { CloudBackend, HttpBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from 'cdktf';
import { isKnownRegion } from '../../values/regions';
import type { Backend } from './resolve';

/**
 * Where the stack keeps its state. Always said: of itself CDKTF writes an absolute path of this machine.
 * Terraform evaluates nothing in it, so its settings are written as they are: escaping would corrupt them.
 */
export function configureBackend(stack: TerraformStack, backend: Backend): void {
  switch (backend.type) {
    case 'local':
      new LocalBackend(stack, { path: backend.path });
      return;
    case 's3': {
      const { bucket, key, region, encrypt, useLockfile, kmsKeyId, roleArn, profile } = backend;
      new S3Backend(stack, {
        bucket,
        key,
        region,
        encrypt,
        ...(kmsKeyId && { kmsKeyId }),
        ...(profile && { profile }),
        ...(!isKnownRegion(region) && { skipRegionValidation: true }),
      });
      // The last CDKTF has no field for it, and the older form of the role.
      stack.addOverride('terraform.backend.s3.use_lockfile', useLockfile);
      if (roleArn !== undefined) stack.addOverride('terraform.backend.s3.assume_role', { role_arn: roleArn });
      return;
    }
    case 'hcp': {
      const { organization, workspace, project, hostname } = backend;
      new CloudBackend(stack, {
        organization,
        hostname,
        workspaces: new NamedCloudWorkspace(workspace, project),
      });
      return;
    }
    case 'http': {
      const { type: _, address, lockAddress, unlockAddress = lockAddress, lockMethod, unlockMethod } = backend;
      new HttpBackend(stack, { address, lockAddress, unlockAddress, lockMethod, unlockMethod });
      return;
    }
    case 'at_init':
      new LocalBackend(stack, { path: '' });
      stack.addOverride('terraform.backend', { [backend.kind]: {} });
      stack.addOverride('terraform.backend.local', undefined);
  }
}
