import { schemaForEditors } from '../../src/environment/editor-schema';
import { contradict, OPTIONS, type Option, pathsIn, stackFile } from './options';

/** Fields that no option says, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  acknowledge: 'changes what is reported, and nothing that is emitted',
  extends: 'is gone before anything is checked',
  schema_version: 'is about the file, and nothing that is emitted',
  'terraform.module': 'would need a module beside the stack',
  'aws.provider_version': 'the other major version of the provider cannot be tried with the one that is here',
  'terraform.import': 'Terraform takes it in no module, and stacks are planned as modules',
  'terraform.removed': 'is about what a state has, and nothing is applied',
};

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

test('the options say every field of a stack file, and every field of its groups', () => {
  const said = new Set(OPTIONS.flatMap(({ fields }) => pathsIn(fields)));
  const fields = fieldsIn(JSON.parse(schemaForEditors()));
  const isWithin = (field: string) => Object.keys(LEFT_OUT).some((one) => field.startsWith(`${one}.`));
  expect(fields.filter((field) => !said.has(field) && !isWithin(field)).sort()).toEqual(Object.keys(LEFT_OUT).sort());
});

test('a stack file says what its options say, in the partition of its region', () => {
  const file = stackFile([
    option({ region: 'cn-north-1', api_key: { secret_arn: 'arn:PARTITION:secretsmanager:REGION:1:secret:a-AbC123' } }),
    option({ vpc_id: null, api_key: { version: 2 } }),
  ]);
  expect(file).toMatchObject({
    vpc_id: null,
    worker_work_pool_name: 'my-ecs-pool',
    api_key: { secret_arn: 'arn:aws-cn:secretsmanager:cn-north-1:1:secret:a-AbC123', version: 2 },
  });
});

test.each([
  [{ logs: { group: 'none' } }, { logs: { group: 'created' } }, true],
  [{ logs: { group: 'none' } }, { logs: { group: 'none', name: '/a' } }, false],
  [{ api_key: { version: 2 } }, { api_key: { version: { more: 1 } } }, true],
  [{ service: {} }, { service: { create: false } }, false],
])('of %j and %j it is %s that they say different things of one field', (one, other, is) => {
  expect(contradict(option(one), option(other))).toBe(is);
});

function option(fields: Option['fields']): Option {
  return { question: '', words: '', fields };
}

/** Fields, and those of groups, as dotted paths. */
function fieldsIn({ properties = {} }: Schema): string[] {
  return Object.entries(properties).flatMap(([field, schema]) => {
    const ways = [schema, ...(schema.anyOf ?? [])].flatMap((way) => Object.keys(way.properties ?? {}));
    return [field, ...new Set(ways.map((below) => `${field}.${below}`))];
  });
}
