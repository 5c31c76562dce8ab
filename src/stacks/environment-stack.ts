import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, type TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { type Backend, type Environment, requiredTerraform } from '../config/environment';
import { literal, literalMap } from '../constructs/terraform-text';
import { PrefectWorker } from './prefect-worker';
import { addressOf, requireVersions } from './terraform-settings';

/** One environment: the worker with its provider and its state. The only reader of {@link Environment}. */
export class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name);
    const { behaviour, apiKey, backend } = environment;

    requireVersions(this, {
      requiredVersion: `>= ${requiredTerraform(environment)}`,
      awsProvider: '>= 5.100.0, < 7.0.0',
    });
    this.configureBackend(backend);
    this.configureProvider(environment);
    new PrefectWorker(this, 'worker', {
      defaults: environment.inputs,
      behaviour,
      apiKey,
      containerInsights: environment.containerInsights,
      checkedInputs: true,
    });
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return addressOf(element);
  }

  private configureBackend(backend: Backend): void {
    if (backend.type === 'local') {
      // Terraform evaluates nothing in a backend: escaping would corrupt it.
      new LocalBackend(this, { path: backend.path });
      return;
    }
    const { bucket, key, region, encrypt, useLockfile } = backend;
    new S3Backend(this, { bucket, key, region, encrypt });
    // The last CDKTF has no field for it.
    this.addOverride('terraform.backend.s3.use_lockfile', useLockfile);
  }

  private configureProvider({ region, aws, tags }: Environment): void {
    const { accountId, profile, assumeRole } = aws;
    new AwsProvider(this, 'aws', {
      region,
      ...(accountId && { allowedAccountIds: [accountId] }),
      ...(profile && { profile: literal(profile) }),
      ...(assumeRole && {
        assumeRole: [
          {
            roleArn: literal(assumeRole.roleArn),
            ...(assumeRole.externalId && { externalId: literal(assumeRole.externalId) }),
            ...(assumeRole.sessionName && { sessionName: literal(assumeRole.sessionName) }),
          },
        ],
      }),
      ...(Object.keys(tags).length > 0 && { defaultTags: [{ tags: literalMap(tags) }] }),
    });
  }
}
