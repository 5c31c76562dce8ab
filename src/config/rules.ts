import { ECS_POOL_NAME, FARGATE_MEMORY_BY_CPU, fargateMemoryInWords, MOST_TAGS } from './limits';
import type { Path } from './path';
import { partitionOf, partitionOfArn } from './regions';
import type { Config } from './schema';

/** What a rule found, at a path of the stack file. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
}

type Rule = (config: Config) => Finding[];

const fargateSizes: Rule = ({ worker_cpu, worker_memory }) =>
  FARGATE_MEMORY_BY_CPU.get(worker_cpu)?.includes(worker_memory)
    ? []
    : [
        {
          path: ['worker_memory'],
          message: `must be a size that Fargate takes with worker_cpu ${worker_cpu}: ${fargateMemoryInWords(worker_cpu)}`,
          hint: 'change worker_memory, or worker_cpu with it',
        },
      ];

const subnetsOnce: Rule = ({ worker_subnets }) =>
  worker_subnets.flatMap((subnet, index) => {
    const first = worker_subnets.indexOf(subnet);
    return first === index
      ? []
      : [
          {
            path: ['worker_subnets', index],
            message: `must not name a subnet twice: worker_subnets[${first}] is the same`,
          },
        ];
  });

const poolOfEcsWorker: Rule = ({ worker_type, worker_work_pool_name }) =>
  worker_type !== 'ecs' || ECS_POOL_NAME.pattern.test(worker_work_pool_name)
    ? []
    : [{ path: ['worker_work_pool_name'], message: `must be ${ECS_POOL_NAME.allowed}` }];

const oneBackend: Rule = ({ backend }) =>
  backend?.local && backend.s3
    ? [
        {
          path: ['backend'],
          message: 'must be either local or s3, not both',
          hint: 'where one of them comes from a base, take it away with local: null or s3: null',
        },
      ]
    : [];

const portableStatePath: Rule = ({ backend }) =>
  backend?.local && /^([/\\~]|[A-Za-z]:)/.test(backend.local.path)
    ? [
        {
          path: ['backend', 'local', 'path'],
          message: 'must be relative to generated/stacks/ENV, so that it means the same on every machine',
        },
      ]
    : [];

const oneKey: Rule = ({ api_key }) =>
  api_key?.secret_arn !== undefined && api_key.version !== undefined
    ? [
        {
          path: ['api_key', 'version'],
          message:
            'must be left out beside secret_arn: it counts the values of the secret that this stack would create',
        },
      ]
    : [];

const tags: Rule = ({ tags }) => {
  const keys = Object.keys(tags);
  const reserved = keys.filter((key) => key.toLowerCase().startsWith('aws:'));
  const alike = keys.filter((key, index) =>
    keys.slice(0, index).some((earlier) => earlier.toLowerCase() === key.toLowerCase()),
  );
  return [
    ...reserved.map((key) => ({
      path: ['tags', key],
      message: 'must not begin with aws:, which AWS keeps for itself',
    })),
    ...alike.map((key) => ({
      path: ['tags', key],
      message: 'must differ from the other keys by more than case: IAM takes them for one',
    })),
    ...(keys.length > MOST_TAGS
      ? [{ path: ['tags'], message: `must be at most ${MOST_TAGS} tags, as AWS allows` }]
      : []),
  ];
};

const onePartition: Rule = ({ region, worker_task_role_arn, api_key, aws }) => {
  const partition = partitionOf(region);
  const arns: [Finding['path'], string | undefined][] = [
    [['worker_task_role_arn'], worker_task_role_arn],
    [['api_key', 'secret_arn'], api_key?.secret_arn],
    [['aws', 'assume_role', 'role_arn'], aws?.assume_role?.role_arn],
  ];
  return arns.flatMap(([path, arn]) =>
    arn === undefined || partitionOfArn(arn) === partition
      ? []
      : [{ path, message: `must be an ARN of the partition ${partition}, which region ${region} belongs to` }],
  );
};

/** What must hold between the fields of one stack file, each field being right by itself. */
export const RULES: readonly Rule[] = [
  fargateSizes,
  subnetsOnce,
  poolOfEcsWorker,
  oneBackend,
  portableStatePath,
  oneKey,
  tags,
  onePartition,
];
