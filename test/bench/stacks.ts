import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1'] as const;

/** The bases below the company's own: what a platform team has many environments of. */
const KINDS: Readonly<Record<string, object>> = {
  small: { worker_cpu: 256, worker_memory: 1024, secrets_manager_recovery_in_days: 0, worker_log_retention_in_days: 7 },
  alarms: {
    worker_desired_count: 2,
    worker_log_retention_in_days: 365,
    alarms: { dashboard: true },
    flow_runs: { cpu: 2048, memory: 8192, log: { retention_in_days: 90 } },
    image: { packages: ['pandas==2.2.3'], repository: {} },
    backend: { s3: { bucket: 'example-terraform-state' } },
  },
  network: { network: { create: { cidr_block: '10.20.0.0/16', flow_logs: { retention_in_days: 90 } } } },
  spot: {
    worker_desired_count: 3,
    capacity: { type: 'fargate_spot', base: 1, spot_weight: 1 },
    worker: { architecture: 'arm64' },
  },
  server: { prefect_account_id: null, prefect: { api_url: 'https://prefect.example.com/api', auth: 'auth_string' } },
};

/** Every so many environments one has what no other has. */
const OWN = 20;

/** A folder of stack files in chains: company, kind, environment. The first is `env-0000`. */
export function writeStacks(folder: string, count: number): string {
  mkdirSync(folder, { recursive: true });
  write(folder, '_company', {
    prefect_account_id: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
    worker_work_pool_name: 'ecs-pool',
    tags: { Team: 'data-platform', CostCenter: '4711', Repository: 'data-infrastructure' },
  });
  const kinds = Object.keys(KINDS);
  for (const kind of kinds.slice(0, count)) write(folder, `_${kind}`, { extends: '_company.yaml', ...KINDS[kind] });
  for (let index = 0; index < count; index += 1) {
    write(folder, environmentName(index), stackFile(index, kinds[index % kinds.length] as string));
  }
  return folder;
}

export function environmentName(index: number): string {
  return `env-${String(index).padStart(4, '0')}`;
}

function stackFile(index: number, kind: string): object {
  const place = {
    vpc_id: `vpc-0c7e31f5a9d24${hex(index)}`,
    worker_subnets: [`subnet-0a51c9e27f3b6${hex(index)}`, `subnet-0e93d7b1428c5${hex(index)}`],
  };
  const statement = { actions: ['s3:GetObject'], resources: [`arn:aws:s3:::example-lake-${index}/*`] };
  return {
    extends: `_${kind}.yaml`,
    region: REGIONS[Math.floor(index / 7) % REGIONS.length],
    ...(kind === 'network' ? {} : place),
    ...(kind === 'server' ? {} : { prefect_workspace_id: `54cdfc71-9f13-41ba-9492-e1cf24ee${hex(index)}` }),
    worker_work_pool_name: `ecs-pool-${index}`,
    aws: { account_id: String(111_122_220_000 + index) },
    tags: { Environment: environmentName(index) },
    ...(index % OWN === 3 && { roles: { task: { statements: [statement] } } }),
  };
}

function hex(index: number): string {
  return index.toString(16).padStart(4, '0');
}

function write(folder: string, name: string, content: object): void {
  writeFileSync(join(folder, `${name}.yaml`), stringify(content));
}
