import { PRESETS } from '../../environment/presets';
import type { Config } from '../../environment/schema';

/** The reference's inputs, less the API key, which no file holds. What is undefined is looked up, created or unused. */
export interface Inputs {
  readonly name: string;
  readonly vpcId?: string;
  readonly workerSubnets?: readonly string[];
  readonly prefectAccountId?: string;
  readonly prefectWorkspaceId?: string;
  readonly workerWorkPoolName: string;
  /** Units of 1/1024 vCPU. */
  readonly workerCpu: number;
  /** MiB. */
  readonly workerMemory: number;
  readonly workerDesiredCount: number;
  readonly workerExtraPipPackages: string;
  readonly workerImage: string;
  readonly workerLogRetentionInDays: number;
  readonly secretsManagerRecoveryInDays: number;
  readonly workerTaskRoleArn?: string;
  readonly workerType: string;
}

export function toInputs(name: string, config: Config): Inputs {
  const { vpcId, workerSubnets } = config;
  const behaviour = PRESETS[config.preset];
  const taskRole = config.workerTaskRoleArn ?? config.roles.task?.existing;
  return {
    name: config.name ?? name,
    vpcId: typeof vpcId === 'string' ? vpcId : undefined,
    workerSubnets: Array.isArray(workerSubnets) ? workerSubnets : undefined,
    prefectAccountId: config.prefectAccountId,
    prefectWorkspaceId: config.prefectWorkspaceId,
    workerWorkPoolName: config.workerWorkPoolName,
    workerCpu: config.workerCpu,
    workerMemory: config.workerMemory,
    workerDesiredCount: config.workerDesiredCount,
    workerExtraPipPackages: config.workerExtraPipPackages ?? behaviour.workerExtraPipPackages,
    workerImage: config.workerImage ?? behaviour.workerImage,
    workerLogRetentionInDays: config.workerLogRetentionInDays,
    secretsManagerRecoveryInDays: config.secretsManagerRecoveryInDays,
    workerTaskRoleArn: typeof taskRole === 'string' ? taskRole : undefined,
    workerType: config.workerType,
  };
}
