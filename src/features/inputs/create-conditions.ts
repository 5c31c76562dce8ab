import type { TerraformVariableConfig } from 'cdktf';
import { Expression, quoted } from '../../terraform/terraform-text';
import { TASK_CPU, TASK_MEMORY } from '../../values/limits/ecs';
import { FARGATE_CPU, FARGATE_MEMORY_BY_CPU } from '../../values/limits/fargate';
import type { TextLimit } from '../../values/limits/text-limit';

/** What an input must be, as a condition of Terraform and in words. */
export type Check = readonly [condition: string, must: string];

export function matches(input: Expression, limit: TextLimit): Check {
  return [test(input, limit), `be ${limit.allowed}`];
}

export function test(input: Expression, limit: TextLimit): string {
  const length = limit.longest === undefined ? '' : ` && length(${input.code}) <= ${limit.longest}`;
  return `can(regex(${pattern(limit)}, ${input.code}))${length}`;
}

export function is(input: Expression, what: RegExp): string {
  return `can(regex(${quotedPattern(what)}, ${input.code}))`;
}

export function pattern(limit: TextLimit): string {
  return quotedPattern(limit.pattern);
}

function quotedPattern({ source }: RegExp): string {
  return quoted(source.replaceAll('\\/', '/'));
}

export function oneOf(input: Expression, values: readonly number[]): Check {
  return [`contains([${values.join(', ')}], ${input.code})`, `be one of ${values.join(', ')}`];
}

export function between(input: Expression, least: number, most: number): string {
  return `${input.code} >= ${least} && ${input.code} <= ${most} && floor(${input.code}) == ${input.code}`;
}

export function wholeNumber(input: Expression, least: number, most: number): Check {
  return [between(input, least, most), `be a whole number from ${least} to ${most}`];
}

/** Instances take any size. */
export function cpuChecks(cpu: Expression, onFargate: boolean): readonly Check[] {
  return [onFargate ? oneOf(cpu, FARGATE_CPU) : wholeNumber(cpu, TASK_CPU.least, TASK_CPU.most)];
}

export function memoryChecks(memory: Expression, cpu: Expression, onFargate: boolean): readonly Check[] {
  if (!onFargate) return [wholeNumber(memory, TASK_MEMORY.least, TASK_MEMORY.most)];
  return [
    [
      `contains(lookup(${fargateSizes()}, ${cpu.code}, []), ${memory.code})`,
      `be a size that Fargate takes with this ${nameOf(cpu)}: see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size`,
    ],
  ];
}

function fargateSizes(): string {
  const entries = [...FARGATE_MEMORY_BY_CPU].map(([cpu, sizes]) => `${cpu} = [${sizes.join(', ')}]`);
  return `{ ${entries.join(', ')} }`;
}

/** `checks` as Terraform has them, each with its mistake as a sentence. */
export function validationOf(input: Expression, checks: readonly Check[]): TerraformVariableConfig['validation'] {
  // Two workers may ask the same of an input that they share.
  return [...new Map(checks)].map(([condition, must]) => ({
    condition: new Expression(condition).toString(),
    errorMessage: `${nameOf(input)} must ${must}.`,
  }));
}

export function nameOf(input: Expression): string {
  return input.code.slice('var.'.length);
}
