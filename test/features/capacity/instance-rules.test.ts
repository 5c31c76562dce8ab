import { _InstanceType } from '@aws-sdk/client-ec2';
import { isKnownInstanceType, sizeOfInstance } from '../../../src/values/instance-types';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const LARGE = 'm7i.large (2048 CPU units, 8192 MiB)';

describe('a task that no instance holds', () => {
  test.each<[string, object, string, string]>([
    ['CPU', { capacity: { type: 'ec2' }, worker_cpu: 4096, worker_memory: 4096 }, 'worker_cpu: 4096', LARGE],
    ['memory', { capacity: { type: 'ec2' }, worker_memory: 16384 }, 'worker_memory: 16384', LARGE],
    ['all of the memory', { capacity: { type: 'ec2' }, worker_memory: 8192 }, 'worker_memory: 8192', LARGE],
    [
      'memory of every type',
      {
        capacity: { type: 'ec2', ec2: { instance_types: ['c7i.large', 'r7i.medium', 't3.small'] } },
        worker_memory: 9000,
      },
      'worker_memory: 9000',
      'c7i.large (2048 CPU units, 4096 MiB), r7i.medium (1024 CPU units, 8192 MiB), t3.small (2048 CPU units, 2048 MiB)',
    ],
    [
      'GPUs',
      { capacity: { type: 'ec2', ec2: { instance_types: ['m7i.2xlarge'] } }, worker: { gpus: 1 } },
      'worker.gpus: 1',
      'm7i.2xlarge (8192 CPU units, 32768 MiB)',
    ],
    [
      'GPUs beyond those of the type',
      { capacity: { type: 'ec2', ec2: { instance_types: ['g6.2xlarge'] } }, worker: { gpus: 2 } },
      'worker.gpus: 2',
      '1 GPUs',
    ],
    [
      "GPUs in AWS's own words",
      {
        capacity: { type: 'ec2', ec2: { instance_types: ['m7i.2xlarge'] } },
        worker: { attributes: { resourceRequirements: [{ type: 'GPU', value: '2' }] } },
      },
      'worker.attributes.resourceRequirements',
      'm7i.2xlarge (8192 CPU units, 32768 MiB)',
    ],
    [
      'GPUs of a container beside flow runs',
      {
        capacity: { ec2: { instance_types: ['m7i.2xlarge'] } },
        flow_runs: {
          capacity: 'ec2',
          sidecars: {
            model: { image: 'r.example.com/m:1', attributes: { resourceRequirements: [{ type: 'GPU', value: '1' }] } },
          },
        },
      },
      'flow_runs.sidecars',
      'm7i.2xlarge (8192 CPU units, 32768 MiB)',
    ],
    [
      'memory of a further worker',
      { capacity: { ec2: {} }, workers: { b: { capacity: { type: 'ec2' }, worker_memory: 9000 } } },
      'workers.b.worker_memory: 9000',
      LARGE,
    ],
    [
      'memory of flow runs',
      { capacity: { ec2: {} }, flow_runs: { capacity: 'ec2', memory: 9000 } },
      'flow_runs.memory: 9000',
      LARGE,
    ],
    [
      'CPU of flow runs by a strategy',
      { capacity: { ec2: {} }, flow_runs: { capacity: [{ capacity_provider: 'ec2' }], cpu: 3000, memory: 4096 } },
      'flow_runs.cpu: 3000',
      LARGE,
    ],
  ])('fails on %s', (_, fields, path, said) => {
    const report = reportOnFields(fields);
    expect(report).toContain(`${path}\n    fits on no instance: `);
    expect(report).toContain(said);
  });

  test.each<[string, object]>([
    ['one of the types', { capacity: { type: 'ec2', ec2: { instance_types: ['m7i.large', 'm7i.xlarge'] } } }],
    ['a type whose size is not known', { capacity: { type: 'ec2', ec2: { instance_types: ['u7i-6tb.112xlarge'] } } }],
    [
      'a type with the memory that is asked for beside the system',
      { capacity: { type: 'ec2', ec2: { instance_types: ['r7i.xlarge'] } } },
    ],
  ])('may run on %s', (_, fields) => {
    expect(environmentOf({ ...fields, worker_cpu: 2048, worker_memory: 9000 }).inputs.workerMemory).toBe(9000);
  });

  test('is not searched for among flow runs on Fargate', () => {
    expect(environmentOf({ capacity: { ec2: {} }, flow_runs: { cpu: 8192, memory: 61440 } }).warnings).toEqual([]);
  });
});

describe('unknown-instance-type', () => {
  test.each(['m17i.large', 'c5.huge', 'm7i.larg', 'mi7.large'])('is on %s', (type) => {
    const { warnings } = environmentOf({ capacity: { ec2: { instance_types: ['m7i.large', type] } } });
    expect(warnings).toMatchObject([
      { warning: 'unknown-instance-type', path: 'capacity.ec2.instance_types[1]', value: type },
    ]);
  });

  test('is on no type that the installed AWS SDK has', () => {
    expect(Object.values(_InstanceType).filter((type) => !isKnownInstanceType(type))).toEqual([]);
  });
});

test.each([
  ['t3.nano', 2048, 512, 0],
  ['t2.micro', 1024, 1024, 0],
  ['t2.medium', 2048, 4096, 0],
  ['m4.xlarge', 4096, 16_384, 0],
  ['t4g.2xlarge', 8192, 32_768, 0],
  ['c7g.medium', 1024, 2048, 0],
  ['c7i-flex.4xlarge', 16_384, 32_768, 0],
  ['m8azn.3xlarge', 12_288, 49_152, 0],
  ['r7iz.32xlarge', 131_072, 1_048_576, 0],
  ['g6.12xlarge', 49_152, 196_608, 4],
  ['g4dn.xlarge', 4096, 16_384, 1],
])('%s has %i CPU units, %i MiB and %i GPUs', (type, cpu, memory, gpus) => {
  expect(sizeOfInstance(type)).toEqual({ cpu, memory, gpus });
});

test.each(['c5n.large', 'x2gd.large', 'm7i.metal-24xl', 'c4.large', 'p5.48xlarge'])('%s has no rule', (type) => {
  expect(sizeOfInstance(type)).toBeUndefined();
});
