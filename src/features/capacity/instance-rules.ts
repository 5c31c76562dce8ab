import type { Environment } from '../../environment/environment';
import { each, faultAt, type Rule, warning, when } from '../../environment/rule';
import { nearest } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import {
  INSTANCE_FAMILIES,
  INSTANCE_SIZES,
  type InstanceSize,
  isKnownInstanceType,
  sizeOfInstance,
} from '../../values/instance-types';
import { gpusFieldPath, gpusOf } from '../container/gpus';
import { runsOnCreatedInstances } from '../flow-runs/capacity';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { workersOf } from '../workers/workers-of';
import type { Instances } from './resolve';

/** What one task needs of the instance that it runs on, and the field of each. */
interface Need extends InstanceSize {
  readonly paths: Readonly<Record<keyof InstanceSize, Path>>;
}

const knownTypes: Rule = ({ capacity }) =>
  each([...(capacity.ec2?.instanceTypes ?? []).entries()], ([index, type]) =>
    warning(
      'unknown-instance-type',
      !isKnownInstanceType(type),
      ['capacity', 'ec2', 'instance_types', index],
      'is not an instance type that AWS had in November 2026',
      meantType(type),
    ),
  );

function meantType(type: string): string {
  const [family = '', size = ''] = type.split('.');
  const close = `${nearest(family, INSTANCE_FAMILIES) ?? family}.${nearest(size, INSTANCE_SIZES) ?? size}`;
  return isKnownInstanceType(close)
    ? `did you mean ${close}?`
    : `check it: aws ec2 describe-instance-types --instance-types ${type}`;
}

/** Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-mac-instances.html */
const noMacs: Rule = ({ capacity }) =>
  (capacity.ec2?.instanceTypes ?? []).flatMap((type, index) =>
    when(
      /^mac/.test(type),
      ['capacity', 'ec2', 'instance_types', index],
      'runs macOS alone, and no containers of ECS',
      'set a type that runs Linux: m7i.large, or m7g.large for arm64',
    ),
  );

/** Families whose processors or virtualization no machine image of Amazon Linux 2023 supports. */
const BEFORE_AL2023: Readonly<Record<string, string>> = {
  a1: 'Amazon Linux 2023 requires Graviton2 or newer',
  c1: 'it is paravirtual, which Amazon Linux 2023 does not support',
  m1: 'it is paravirtual, which Amazon Linux 2023 does not support',
  m2: 'it is paravirtual, which Amazon Linux 2023 does not support',
  t1: 'it is paravirtual, which Amazon Linux 2023 does not support',
};

/** Sources: https://docs.aws.amazon.com/linux/al2023/ug/system-requirements.html, and virtualization_types.html of the EC2 guide */
const bootsTheImage: Rule = ({ capacity: { ec2 } }) => {
  if (ec2?.ami !== undefined && !/amazon-linux-2023/.test(ec2.ami)) return [];
  return (ec2?.instanceTypes ?? []).flatMap((type, index) => {
    const reason = BEFORE_AL2023[type.split('.')[0] ?? ''];
    return when(
      reason !== undefined,
      ['capacity', 'ec2', 'instance_types', index],
      `does not start from the machine image: ${reason}`,
      'set a newer type: m7i.large, or m7g.large for arm64',
    );
  });
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
const machineImageFits: Rule = ({ capacity, instances }) => {
  const path = ['capacity', 'ec2', 'ami'];
  const parameter = /^resolve:ssm:(\/aws\/service\/.*)/.exec(capacity.ec2?.ami ?? '')?.[1];
  if (parameter === undefined || instances === undefined) return [];
  const architecture = architectureOf(parameter);
  return [
    ...when(
      parameter.endsWith('/recommended'),
      path,
      'is a parameter that holds a JSON document, not the id of a machine image',
      `set resolve:ssm:${parameter}/image_id`,
    ),
    ...when(
      architecture !== undefined && architecture !== instances.architecture,
      path,
      `is a machine image for ${architecture}, and the instances are ${instances.architecture}: none would start`,
      `set an image for ${instances.architecture}, or architecture: ${architecture} and instance_types of it`,
    ),
  ];
};

/** What the name of a public parameter says; undefined: nothing. */
function architectureOf(parameter: string): 'arm64' | 'x86_64' | undefined {
  if (/arm64|aarch64/.test(parameter)) return 'arm64';
  return /x86_64|amd64|\/aws\/service\/ecs\//.test(parameter) ? 'x86_64' : undefined;
}

const tasksFit: Rule = (environment) => {
  const known = knownTypesOf(environment.instances);
  const given = known.map(({ type, size }) => `${type} ${inWords(size)}`).join(', ');
  return each(needsOf(environment), (need) => {
    const misfits = known.map(({ size }) => misfitOf(need, size));
    const [part] = misfits;
    if (part === undefined || misfits.includes(undefined)) return [];
    return faultAt(
      need.paths[part],
      `fits on no instance: capacity.ec2.instance_types are ${given}, and the operating system needs a part of the memory`,
      `reduce it, or set a larger type in capacity.ec2.instance_types`,
    );
  });
};

/** The types with their sizes; none where one is not known, which may hold anything. */
export function knownTypesOf(
  instances: Instances | undefined,
): { readonly type: string; readonly size: InstanceSize }[] {
  const types = instances?.instanceTypes ?? [];
  const known = types.flatMap((type) => {
    const size = sizeOfInstance(type);
    return size === undefined ? [] : [{ type, size }];
  });
  return known.length === types.length ? known : [];
}

function inWords({ cpu, memory, gpus }: InstanceSize): string {
  return `(${cpu} CPU units, ${memory} MiB${gpus ? `, ${gpus} GPUs` : ''})`;
}

function misfitOf(need: InstanceSize, { cpu, memory, gpus }: InstanceSize): keyof InstanceSize | undefined {
  if (need.cpu > cpu) return 'cpu';
  if (need.memory >= memory) return 'memory';
  return need.gpus > gpus ? 'gpus' : undefined;
}

function needsOf(environment: Environment): Need[] {
  const { flowRuns } = environment;
  const onOwnInstances = workersOf(environment).filter(({ capacity }) => capacity.type === 'ec2');
  return [
    ...onOwnInstances.map(
      ({ cpu, memory, container, at }): Need => ({
        cpu,
        memory,
        gpus: gpusOf(container),
        paths: { cpu: at('worker_cpu'), memory: at('worker_memory'), gpus: at('worker', ...gpusFieldPath(container)) },
      }),
    ),
    ...(flowRuns !== undefined && runsOnCreatedInstances(flowRuns.capacity)
      ? [
          {
            cpu: flowRuns.cpu,
            memory: flowRuns.memory,
            gpus: gpusOf(flowRuns),
            paths: {
              cpu: [...FLOW_RUNS, 'cpu'],
              memory: [...FLOW_RUNS, 'memory'],
              gpus: [...FLOW_RUNS, ...gpusFieldPath(flowRuns)],
            },
          },
        ]
      : []),
  ];
}

/** What cloud-init takes for something else than a shell script. Source: https://cloudinit.readthedocs.io/en/latest/explanation/format.html */
const OTHER_FORMAT =
  /^\s*(#cloud-config|#cloud-boothook|#include|<powershell>|<script>|content-type:|mime-version:|\{)/i;

const linuxOnly: Rule = ({ capacity: { ec2 } }) => [
  ...when(
    OTHER_FORMAT.test(ec2?.userData ?? ''),
    ['capacity', 'ec2', 'user_data'],
    'must be a shell script: it becomes a part of the script that configures ECS',
    'write commands, for example mkdir -p /var/cache/flows',
  ),
  ...when(
    /windows/i.test(ec2?.ami ?? ''),
    ['capacity', 'ec2', 'ami'],
    'must be an image of Linux: the task definitions of the stack are for Linux',
    'remove it: the newest ECS-optimized Amazon Linux is the default',
  ),
];

export const INSTANCE_RULES: readonly Rule[] = [
  linuxOnly,
  knownTypes,
  bootsTheImage,
  machineImageFits,
  noMacs,
  tasksFit,
];
