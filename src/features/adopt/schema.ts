import * as z from 'zod';
import { onChangeWith } from '../../values/changes';
import { EXAMPLES, group, text } from '../../values/fields';
import type { TextLimit } from '../../values/limits/text-limit';

export const MODULE: TextLimit = {
  pattern:
    /^module\.[A-Za-z_][A-Za-z0-9_-]*(\[([0-9]+|"[^"\\$%\p{Cc}\u2028\u2029]+")\])?(\.module\.[A-Za-z_][A-Za-z0-9_-]*(\[([0-9]+|"[^"\\$%\p{Cc}\u2028\u2029]+")\])?)*$/u,
  allowed: 'the address of a module, as terraform state list shows it',
  example: 'module.prefect_ecs_worker',
  source: 'https://developer.hashicorp.com/terraform/cli/state/resource-addressing',
};

export const adopt = group({
  module: text(MODULE).describe('The address of the module in its state, as terraform state list shows it.'),
  from: z
    .enum(['registry', 'recipe'])
    .default('registry')
    .describe(
      'registry: the module PrefectHQ/ecs-worker of the Terraform registry, every version. recipe: its predecessor in PrefectHQ/prefect-recipes.',
    ),
})
  .describe(
    'Move the resources of the reference module to this stack, within the state of the module. backend must be the backend of that state, and the state may contain only this one module; the command adopt checks both. Remove adopt after the first apply.',
  )
  .meta(onChangeWith('After the first apply it has no effect.', 'does what terraform plan shows'));

EXAMPLES.add(adopt, { example: { module: 'module.prefect_ecs_worker', from: 'registry' } });
