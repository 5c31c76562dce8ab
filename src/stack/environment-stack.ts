import { type TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { type Environment, requiredTerraform } from '../environment/environment';
import { takeOver } from '../features/adopt/create';
import { configureBackend } from '../features/backend/create';
import { createBeforeDestroy } from '../terraform/replacement-order';
import { addressOf, requireVersions } from '../terraform/terraform-settings';
import { decisionsOf } from './decisions';
import { PrefectWorker } from './prefect-worker';
import { createProvider } from './provider';

/** Versions of hashicorp/aws within one major version; what we emit is valid for both. */
const AWS_PROVIDER = { 5: '>= 5.100.0, < 6.0.0', 6: '>= 6.0.0, < 7.0.0' } as const;

/** One environment: the worker with its provider and its state. The only reader of {@link Environment}. */
export class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name);
    requireVersions(this, {
      requiredVersion: `>= ${requiredTerraform(environment)}`,
      awsProvider: AWS_PROVIDER[environment.aws.providerVersion],
    });
    configureBackend(this, environment.backend);
    createProvider(this, environment);
    new PrefectWorker(this, 'worker', {
      environment: decisionsOf(environment),
      defaults: environment.inputs,
      checkedInputs: true,
    });
    if (environment.behaviour.guardedDeployment) createBeforeDestroy(this);
    if (environment.adopt !== undefined) takeOver(this, environment.adopt);
  }

  /** CDKTF resolves every stack once before, to find references to other stacks: an environment has none. */
  override prepareStack(): void {}

  protected override allocateLogicalId(element: TerraformElement): string {
    return addressOf(element);
  }
}
