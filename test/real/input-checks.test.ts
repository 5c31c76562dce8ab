import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../src/problems/errors';
import { real } from '../helpers/real';
import { environmentOf, REQUIRED, scratchFolder } from '../helpers/stack-files';
import { stackOf } from '../helpers/synthesized';
import { Terraform } from '../helpers/terraform';

const ECR = '111122223333.dkr.ecr.us-east-1.amazonaws.com/worker:1';
const CLOUD = 'https://api.prefect.cloud/api/accounts/a/workspaces/b';
const NO_CLOUD = { prefect_account_id: null, prefect_workspace_id: null };
const URL = 'https://prefect.example.com/api';
const ISOLATED = {
  ...NO_CLOUD,
  ...{ vpc_id: null, worker_subnets: null, worker_image: ECR },
  prefect: { api_url: URL, auth: 'auth_string' },
  network: { create: { nat: 'none', endpoints: true } },
};
const SIDECAR = { worker: { sidecars: { agent: { image: 'agent:1', cpu: 512, memory: 1024 } } } };
const [SUBNET] = REQUIRED.worker_subnets;

interface Case {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly input: string;
  /** Refused by a rule of the stack file for what the rest of the file is. */
  readonly refused: unknown;
  readonly allowed: unknown;
  /** The field with a value in it, where it is not the input's name. */
  readonly field?: (value: unknown) => Readonly<Record<string, unknown>>;
}

const apiUrl = (auth: string) => (value: unknown) => ({ prefect: { api_url: value, auth } });
const further = (field: string, more: object) => (value: unknown) => ({ workers: { a: { [field]: value, ...more } } });

const CASES: Readonly<Record<string, Case>> = {
  'subnets that are different': {
    fields: {},
    input: 'worker_subnets',
    refused: [SUBNET, SUBNET],
    allowed: [SUBNET],
  },
  'packages where the root file system is read-only': {
    fields: { worker: { readonly_root_filesystem: true } },
    input: 'worker_extra_pip_packages',
    refused: 's3fs',
    allowed: '',
  },
  'packages where a further worker is not root': {
    fields: { workers: { a: { worker: { user: '1000' } } } },
    input: 'worker_extra_pip_packages',
    refused: 's3fs',
    allowed: '',
  },
  'packages where the entry point is replaced': {
    fields: { worker: { entry_point: ['sh'] } },
    input: 'worker_extra_pip_packages',
    refused: 's3fs',
    allowed: '',
  },
  'packages where PyPI is not reached': {
    fields: ISOLATED,
    input: 'worker_extra_pip_packages',
    refused: 's3fs',
    allowed: '',
  },
  'a public image where its registry is not reached': {
    fields: ISOLATED,
    input: 'worker_image',
    refused: 'prefecthq/prefect-aws:0.7.12-python3.12',
    allowed: 'registry.example.com/worker:1',
  },
  'an image of another region where only its own is reached': {
    fields: ISOLATED,
    input: 'worker_image',
    refused: ECR.replace('us-east-1', 'eu-west-1'),
    allowed: ECR.replace('worker:1', 'worker:2'),
  },
  'a CPU that sidecars have already': { fields: SIDECAR, input: 'worker_cpu', refused: 512, allowed: 1024 },
  'a memory that sidecars have already': {
    fields: { ...SIDECAR, worker_cpu: 1024 },
    input: 'worker_memory',
    refused: 1024,
    allowed: 3072,
    field: (value) => ({ worker_memory: value, ...(value === 1024 && { worker_cpu: 256 }) }),
  },
  'a count of which a deployment can stop none': {
    fields: {
      worker_desired_count: 2,
      service: { deployment_minimum_healthy_percent: 50, deployment_maximum_percent: 100 },
    },
    input: 'worker_desired_count',
    refused: 1,
    allowed: 3,
  },
  'a count of a further worker of which a deployment can stop none': {
    fields: {
      workers: {
        a: {
          worker_desired_count: 4,
          service: { deployment_minimum_healthy_percent: 75, deployment_maximum_percent: 100 },
        },
      },
    },
    input: 'a_worker_desired_count',
    refused: 3,
    allowed: 8,
    field: further('worker_desired_count', {
      service: { deployment_minimum_healthy_percent: 75, deployment_maximum_percent: 100 },
    }),
  },
  'a count of the first worker that a further one has too': {
    fields: {
      worker_desired_count: 4,
      workers: { a: { service: { deployment_minimum_healthy_percent: 75, deployment_maximum_percent: 100 } } },
    },
    input: 'worker_desired_count',
    refused: 0,
    allowed: 8,
  },
  'the URL of Prefect Cloud without a key': {
    fields: { ...NO_CLOUD, prefect: { api_url: URL, auth: 'none' } },
    input: 'prefect_api_url',
    refused: CLOUD,
    allowed: 'https://other.example.com/api',
    field: apiUrl('none'),
  },
  'the URL of Prefect Cloud where the internet is not reached': {
    fields: { ...ISOLATED, prefect: { api_url: URL, auth: 'api_key' } },
    input: 'prefect_api_url',
    refused: CLOUD,
    allowed: 'https://other.example.com/api',
    field: apiUrl('api_key'),
  },
};

real('an input that the rest of the stack file limits', () => {
  test.each(Object.entries(CASES))(
    'is refused in the file and by Terraform: %s',
    async (_, { fields, input, refused, allowed, field }) => {
      const inFile = field ?? ((value: unknown) => ({ [input]: value }));
      expect(() => environmentOf({ ...fields, ...inFile(refused) })).toThrow(ConfigError);
      expect(() => environmentOf({ ...fields, ...inFile(allowed) })).not.toThrow();

      // The variables of the stack, alone: what they are checked for needs no provider.
      const terraform = new Terraform(join(scratchFolder(), 'inputs'));
      mkdirSync(terraform.folder, { recursive: true });
      const { variable } = stackOf(fields);
      writeFileSync(join(terraform.folder, 'main.tf.json'), JSON.stringify({ variable }));
      await terraform.run('init');
      const plan = (value: unknown) => {
        const asked = Object.keys(variable).filter((name) => !('default' in (variable[name] as object)));
        const given = { ...Object.fromEntries(asked.map((name) => [name, 'user:a-secret'])), [input]: value };
        writeFileSync(join(terraform.folder, 'given.tfvars.json'), JSON.stringify(given));
        return terraform.try('plan', '-var-file=given.tfvars.json');
      };
      const { status, output } = await plan(refused);
      expect([status, output.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(`${input} must `)]);
      expect(await plan(allowed)).toMatchObject({ status: 0 });
    },
  );
});
