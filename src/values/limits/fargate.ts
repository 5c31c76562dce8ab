import { AWS_DOCS, type TextLimit } from './text-limit';

/**
 * CPU units (1024 are one vCPU) and the memory in MiB that Fargate takes with each.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
 */
export const FARGATE_MEMORY_BY_CPU: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16384, 1024)],
  [4096, steps(8192, 30720, 1024)],
  [8192, steps(16384, 61440, 4096)],
  [16384, steps(32768, 122880, 8192)],
]);

export const FARGATE_CPU: readonly number[] = [...FARGATE_MEMORY_BY_CPU.keys()];

/** The memory sizes that Fargate takes with `cpu`, in words short enough for a message. */
export function fargateMemoryInWords(cpu: number): string {
  const sizes = FARGATE_MEMORY_BY_CPU.get(cpu) ?? [];
  const [first, second] = sizes;
  return sizes.length > 4 && first !== undefined && second !== undefined
    ? `${first} to ${sizes.at(-1)} in steps of ${second - first} MiB`
    : `${sizes.join(', ')} MiB`;
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html */
export const EPHEMERAL_STORAGE_GIB = { least: 21, most: 200 } as const;

export const PLATFORM_VERSION: TextLimit = {
  pattern: /^(LATEST|[0-9]+\.[0-9]+\.[0-9]+)$/,
  allowed: 'LATEST, or a version such as 1.4.0',
  example: '1.4.0',
  source: `${AWS_DOCS}/AmazonECS/latest/developerguide/platform-fargate.html`,
};
