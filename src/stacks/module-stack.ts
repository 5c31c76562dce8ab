import { type TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { PRESETS } from '../config/presets';
import { PrefectWorker } from './prefect-worker';
import { addressOf, requireVersions } from './terraform-settings';

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
      behaviour: PRESETS.reference,
      apiKey: { from: 'input', version: 1 },
      checkedInputs: false,
    });
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return addressOf(element);
  }
}
