import * as z from 'zod';
import { onChange } from '../../values/changes';
import type { Fault } from '../../values/fault';
import { checked, EXAMPLES, text } from '../../values/fields';
import type { TextLimit } from '../../values/limits/text-limit';

/** Each with an example of its own. */
const attributes = () => z.record(z.string(), z.unknown());

/** Terraform's native syntax takes addresses without quotes, so that nothing else may stand in one. */
const ADDRESS: TextLimit = {
  pattern: /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*|\[(\d+|each\.(key|value)|"[^"\\$%\p{Cc}\u2028\u2029]+")\])*$/u,
  allowed: 'a Terraform address, as terraform state list shows it',
  example: 'aws_s3_bucket.results',
  source: 'https://developer.hashicorp.com/terraform/cli/state/resource-addressing',
};
const address = text(ADDRESS);

/** Source: "Identifiers", https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers; init refuses others. */
const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

const name = () => checked(z.string(), nameFault);

function nameFault(given: string): Fault | undefined {
  if (IDENTIFIER.test(given)) return undefined;
  const near = given.replaceAll(/[^\p{ID_Continue}-]+/gu, '_').replace(/^(?![\p{ID_Start}_])/u, '_');
  return {
    message: 'must be a name in Terraform: letters, digits, _ and -, not beginning with a digit',
    hint: `write ${near}`,
  };
}

/** A type of resources or data sources, by the block that has it. */
function typeIn(block: 'resource' | 'data') {
  return checked(z.string(), (given) => {
    const [type, name, ...more] = given.split('.');
    return type && name && more.length === 0
      ? { message: 'has an address where its type stands', hint: `write ${block}: {${type}: {${name}: {…}}}` }
      : nameFault(given);
  });
}

export const overrides = z
  .record(z.string(), attributes().register(EXAMPLES, { example: { enable_ecs_managed_tags: true } }))
  .default({})
  .describe(
    'Any attribute of any resource or data source of the stack, by its Terraform address, for example aws_ecs_service.prefect_worker_service: {enable_ecs_managed_tags: true}. Merged last: mappings merge, lists and values replace, null removes. Terraform evaluates ${} expressions here.',
  )
  .meta(onChange('does what terraform plan shows'));

export const terraform = z
  .strictObject({
    resource: z
      .record(typeIn('resource'), z.record(name(), attributes()))
      .register(EXAMPLES, { example: { aws_s3_bucket: { results: { bucket: 'my-flow-results' } } } })
      .optional()
      .describe('Resources, as TYPE: {NAME: {attributes}}.'),
    data: z
      .record(typeIn('data'), z.record(name(), attributes()))
      .register(EXAMPLES, { example: { aws_s3_bucket: { inputs: { bucket: 'my-flow-inputs' } } } })
      .optional()
      .describe('Data sources, as TYPE: {NAME: {attributes}}.'),
    locals: z
      // In JSON, // is a comment.
      .record(
        checked(z.string(), (given) => (given === '//' ? undefined : nameFault(given))),
        z.unknown(),
      )
      .register(EXAMPLES, { example: { team: 'data' } })
      .optional()
      .describe('Local values, as NAME: value.'),
    variable: z
      .record(name(), attributes())
      .register(EXAMPLES, { example: { team: { type: 'string' } } })
      .optional()
      .describe('Input variables, as NAME: {attributes}.'),
    module: z
      .record(name(), attributes())
      .register(EXAMPLES, { example: { results: { source: './modules/results' } } })
      .optional()
      .describe('Module calls, as NAME: {arguments}.'),
    moved: z
      .array(
        z.strictObject({ from: address.describe('The address before.'), to: address.describe('The address now.') }),
      )
      .register(EXAMPLES, { example: [{ from: 'aws_s3_bucket.old', to: 'aws_s3_bucket.results' }] })
      .optional()
      .describe('Resources that have another address now: each from, and to.'),
    import: z
      .array(
        z.strictObject({
          to: address.describe('The address under which Terraform manages the resource from then on.'),
          id: z
            .string()
            .min(1)
            .register(EXAMPLES, { example: 'my-flow-results' })
            .optional()
            .describe('The import id of the resource, as its page in the provider documentation has it.'),
          identity: attributes()
            .register(EXAMPLES, { example: { bucket: 'my-flow-results' } })
            .optional()
            .describe('Attributes that identify the resource, instead of id. From Terraform 1.12 on.'),
          provider: address.optional().describe('The provider configuration, where it is not the default one.'),
          for_each: z
            .unknown()
            .register(EXAMPLES, { example: { results: 'my-flow-results' } })
            .optional()
            .describe('Import one resource for each entry.'),
        }),
      )
      .register(EXAMPLES, { example: [{ to: 'aws_s3_bucket.results', id: 'my-flow-results' }] })
      .optional()
      .describe('Import blocks, each with to, and with id or identity; provider and for_each are optional.'),
    removed: z
      .array(
        z.strictObject({
          from: address.describe('The address of the resource.'),
          lifecycle: z
            .strictObject({ destroy: z.boolean().describe('false: the resource stays as it is.') })
            .optional()
            .describe('Whether the resource is deleted.'),
        }),
      )
      .register(EXAMPLES, { example: [{ from: 'aws_s3_bucket.old', lifecycle: { destroy: false } }] })
      .optional()
      .describe('Resources that Terraform no longer manages. It deletes them, unless lifecycle: {destroy: false}.'),
    check: z
      .record(name(), attributes())
      .register(EXAMPLES, {
        example: {
          bucket: {
            assert: [{ condition: '${data.aws_s3_bucket.inputs.id != ""}', error_message: 'there is no bucket' }],
          },
        },
      })
      .optional()
      .describe('Checks that each plan and apply makes, as NAME: {attributes}.'),
  })
  .default({})
  .describe(
    "Further Terraform blocks in Terraform's JSON syntax, in addition to those of the stack. Terraform evaluates ${} expressions here.",
  )
  .meta(onChange('does what terraform plan shows'));

EXAMPLES.add(overrides, { example: { 'aws_ecs_service.prefect_worker_service': { enable_ecs_managed_tags: true } } });
EXAMPLES.add(terraform, { example: { locals: { team: 'data' } } });
