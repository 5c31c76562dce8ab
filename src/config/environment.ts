import { PRESETS, type Preset, type PresetName } from './presets';
import type { Config } from './schema';

/**
 * One environment with every default resolved: what the stack class and the artifacts read.
 * From here on names are camelCase; values that become the reference's inputs keep their own group.
 */
export interface Environment {
  /** The stack file's name without its ending: names the stack and its folder. */
  readonly name: string;
  readonly preset: PresetName;
  readonly behaviour: Preset;
  readonly region: string;
  readonly inputs: Inputs;
  readonly aws: {
    readonly accountId?: string;
    readonly profile?: string;
    readonly assumeRole?: { readonly roleArn: string; readonly externalId?: string; readonly sessionName?: string };
  };
  readonly backend: Backend;
  readonly tags: Readonly<Record<string, string>>;
  readonly apiKey: ApiKey;
  readonly containerInsights?: 'disabled' | 'enabled' | 'enhanced';
}

/** The reference's inputs, less the API key, which no file holds. */
export interface Inputs {
  readonly name: string;
  readonly vpcId: string;
  readonly workerSubnets: readonly string[];
  readonly prefectAccountId: string;
  readonly prefectWorkspaceId: string;
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

export type Backend =
  | { readonly type: 'local'; readonly path: string }
  | {
      readonly type: 's3';
      readonly bucket: string;
      readonly key: string;
      readonly region: string;
      readonly useLockfile: boolean;
      readonly encrypt: boolean;
    };

export type ApiKey =
  | { readonly from: 'input'; readonly version: number }
  | { readonly from: 'secret'; readonly secretArn: string };

/** Resolves what a stack file left out. `name` is the stack file's. */
export function toEnvironment(name: string, config: Config): Environment {
  const behaviour = PRESETS[config.preset];
  const { aws, api_key: apiKey } = config;
  return {
    name,
    preset: config.preset,
    behaviour,
    region: config.region,
    inputs: {
      name: config.name ?? name,
      vpcId: config.vpc_id,
      workerSubnets: config.worker_subnets,
      prefectAccountId: config.prefect_account_id,
      prefectWorkspaceId: config.prefect_workspace_id,
      workerWorkPoolName: config.worker_work_pool_name,
      workerCpu: config.worker_cpu,
      workerMemory: config.worker_memory,
      workerDesiredCount: config.worker_desired_count,
      workerExtraPipPackages: config.worker_extra_pip_packages ?? behaviour.workerExtraPipPackages,
      workerImage: config.worker_image ?? behaviour.workerImage,
      workerLogRetentionInDays: config.worker_log_retention_in_days,
      secretsManagerRecoveryInDays: config.secrets_manager_recovery_in_days,
      workerTaskRoleArn: config.worker_task_role_arn,
      workerType: config.worker_type,
    },
    aws: {
      accountId: aws?.account_id,
      profile: aws?.profile,
      assumeRole: aws?.assume_role && {
        roleArn: aws.assume_role.role_arn,
        externalId: aws.assume_role.external_id,
        sessionName: aws.assume_role.session_name,
      },
    },
    backend: toBackend(name, config),
    tags: config.tags,
    apiKey:
      apiKey?.secret_arn === undefined
        ? { from: 'input', version: apiKey?.version ?? 1 }
        : { from: 'secret', secretArn: apiKey.secret_arn },
    containerInsights: config.cluster?.container_insights ?? behaviour.containerInsights,
  };
}

function toBackend(name: string, { backend, region }: Config): Backend {
  if (backend?.s3) {
    const { bucket, key, region: bucketRegion, use_lockfile, encrypt } = backend.s3;
    return {
      type: 's3',
      bucket,
      key: key ?? `prefect-ecs-worker/${name}.tfstate`,
      region: bucketRegion ?? region,
      useLockfile: use_lockfile,
      encrypt,
    };
  }
  return { type: 'local', path: backend?.local?.path ?? 'terraform.tfstate' };
}

/**
 * The lowest Terraform that knows all that the environment uses: 1.11 has ephemeral inputs with write-only attributes,
 * 1.10 the lock file of S3, 1.9 checks across inputs.
 */
export function requiredTerraform({ behaviour, apiKey, backend }: Environment): string {
  if (behaviour.keepsKeyOutOfState && apiKey.from === 'input') return '1.11.0';
  if (backend.type === 's3' && backend.useLockfile) return '1.10.0';
  return '1.9.0';
}
