import { type TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { toEnvironment } from '../environment/environment';
import { PRESETS } from '../environment/presets';
import { configSchema } from '../environment/schema';
import { addressOf, requireVersions } from '../terraform/terraform-settings';
import { decisionsOf } from './decisions';
import { PrefectWorker } from './prefect-worker';

/** A stack file that decides nothing beyond the reference. Its region names no resource. */
const REFERENCE = { preset: 'reference', region: 'us-east-1', worker_work_pool_name: 'pool' };

/**
 * The drop-in replacement of the reference module: its inputs and outputs to the letter, without provider and backend.
 * It takes whatever the module it replaces took, so it checks nothing and asks for no newer provider.
 */
export class ModuleStack extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, 'module');
    const { workerImage, workerExtraPipPackages } = PRESETS.reference;
    requireVersions(this, { requiredVersion: '>= 1.1.0', awsProvider: '>= 5.0.0, < 7.0.0' });
    new PrefectWorker(this, 'worker', {
      environment: decisionsOf(toEnvironment('module', configSchema.parse(REFERENCE))),
      // The reference's own defaults; what is missing here it requires.
      defaults: {
        workerCpu: 1024,
        workerMemory: 2048,
        workerDesiredCount: 1,
        workerExtraPipPackages,
        workerImage,
        workerLogRetentionInDays: 30,
        secretsManagerRecoveryInDays: 30,
        workerType: 'ecs',
      },
      checkedInputs: false,
    });
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return addressOf(element);
  }
}
