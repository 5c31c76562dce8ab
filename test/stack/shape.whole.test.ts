import type { Environment } from '../../src/environment/environment';
import { templateFileName } from '../../src/features/work-pool/template-file-name';
import { shapeOf } from '../../src/stack/shape';
import { synthesize } from '../../src/stack/synthesize';
import { EVERY_OPTION } from '../helpers/every-option';
import { loadExamples } from '../helpers/examples';
import { sampled } from '../helpers/sampled';
import { environmentOf } from '../helpers/stack-files';
import { EVERY_VARIANT } from '../helpers/variants';

function statementsOn(...resources: readonly string[]): object[] {
  return [{ actions: ['s3:GetObject'], resources }];
}

/** With statements in all their places, some of whose resources need an escape. */
const WITH_STATEMENTS: readonly Environment[] = [
  environmentOf(
    {
      roles: {
        execution: { statements: statementsOn('arn:aws:s3:::a/*', 'arn:aws:s3:::${aws:username}/*') },
        task: { statements: statementsOn('*', 'arn:aws:s3:::b/*') },
      },
      flow_runs: { execution_role: { statements: statementsOn('arn:aws:s3:::c/*') } },
      ci_role: { github: 'acme/flows', branches: ['main'], statements: statementsOn('arn:aws:s3:::h/*') },
    },
    'statements',
  ),
  environmentOf(
    {
      roles: {
        execution: { own_statements: statementsOn('*', 'arn:aws:s3:::d/*') },
        task: { own_statements: statementsOn('arn:aws:s3:::e/*') },
      },
      flow_runs: {
        execution_role: { own_statements: statementsOn('*', 'arn:aws:s3:::f/*') },
        task_role: { statements: statementsOn('arn:aws:s3:::g/*') },
      },
    },
    'own-statements',
  ),
];

const ENVIRONMENTS: readonly Environment[] = [
  ...loadExamples(),
  ...WITH_STATEMENTS,
  ...Object.values(EVERY_OPTION).map((fields, index) => environmentOf(fields, `o${index}`)),
  ...sampled(EVERY_VARIANT, 12).map(([, fields], index) => environmentOf(fields, `v${index}`)),
];

/** Fields whose values decide which resources there are. */
const DECIDING = ['providerVersion', 'workerType'];

/** Another value of the same kind, of another length. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `other-${value}`;
  if (Array.isArray(value)) return [...value, 'other'].map(other);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, DECIDING.includes(key) ? member : other(member)]),
  );
}

/** The same with other resources in its statements, as far as their text needs no escape. */
function withOtherResources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOtherResources);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key !== 'resources') return [key, withOtherResources(member)];
      return [key, member.map((text: string) => (/["\\$%]/.test(text) ? text : other(text)))];
    }),
  );
}

/** An environment of the same shape that shares no value with the first. */
function decoyOf(environment: Environment): Environment {
  const { inputs, tags, aws, backend, roles, flowRuns, ciRole } = environment;
  const own = Object.entries(backend).filter(([field]) => ['path', 'bucket', 'key', 'workspace'].includes(field));
  return {
    ...environment,
    ...(withOtherResources({ roles, flowRuns, ciRole }) as Pick<Environment, 'roles' | 'flowRuns' | 'ciRole'>),
    ...(other({ inputs, tags, aws }) as Pick<Environment, 'inputs' | 'tags' | 'aws'>),
    backend: { ...backend, ...(other(Object.fromEntries(own)) as object) },
    name: `${environment.name}-decoy`,
    stackFile: `other/${environment.name}-decoy.yaml`,
    acknowledge: { 'old-image': 'for a reason of its own' },
  };
}

/** The environments in groups of which none has a shape twice: each of a group goes through CDKTF itself. */
function groupsByShape(environments: readonly Environment[]): Environment[][] {
  const groups: Map<string, Environment>[] = [];
  for (const environment of environments) {
    const shape = shapeOf(environment);
    const group = groups.find((one) => !one.has(shape)) ?? groups[groups.push(new Map()) - 1];
    group?.set(shape, environment);
  }
  return groups.map((group) => [...group.values()]);
}

/** The names of the files that Terraform reads of an environment, in their order. */
function readByTerraform({ flowRuns, workers }: Environment): string[] {
  const further = Object.entries(workers).filter(([, worker]) => worker.flowRuns !== undefined);
  const templates = [...(flowRuns === undefined ? [] : [undefined]), ...further.map(([name]) => name)];
  return ['cdk.tf.json', 'versions.tf', ...templates.map((worker) => templateFileName(worker))];
}

describe('an environment is written the same, whichever of its shape went through CDKTF:', () => {
  const texts = {
    first: new Map<string, string>(),
    filled: new Map<string, string>(),
  };

  beforeAll(() => {
    for (const group of groupsByShape(ENVIRONMENTS)) {
      const decoys = group.map(decoyOf);
      for (const [order, environments] of [
        ['first', [...group, ...decoys]],
        ['filled', [...decoys, ...group]],
      ] as const) {
        for (const [file, text] of synthesize(environments).files) texts[order].set(file, text);
      }
    }
  });

  test.each(ENVIRONMENTS.map((environment) => [environment.name, environment] as const))('%s', (name, environment) => {
    const decoy = decoyOf(environment);
    expect(shapeOf(decoy) === shapeOf(environment)).toBe(true);
    const files = [...texts.first.keys()].filter((file) => file.startsWith(`stacks/${name}/`));
    // Most stacks move nothing.
    const always = files.filter((file) => !file.endsWith('/moved.tf'));
    expect(new Set(always)).toEqual(new Set(readByTerraform(environment).map((file) => `stacks/${name}/${file}`)));
    for (const file of files) {
      expect(texts.filled.get(file)).toBe(texts.first.get(file));
      expect(texts.first.get(file)).not.toMatch(/[\uE010\uE011]/);
    }
    expect(texts.first.get(`stacks/${decoy.name}/cdk.tf.json`)).toContain(JSON.stringify(decoy.inputs.workerImage));
    expect(texts.first.get(`stacks/${decoy.name}/cdk.tf.json`)).not.toContain(
      JSON.stringify(environment.inputs.workerImage),
    );
  });
});

test('the manifest has every environment, as CDKTF writes it for one', () => {
  // Names that are parts of what CDKTF writes.
  const [first, ...others] = ['a', 'stacks', 'json', ...loadExamples().map(({ name }) => name)].map((name) =>
    environmentOf({}, name),
  );
  const entriesOf = (manifest: string) => JSON.parse(manifest).stacks;
  const all = entriesOf(synthesize([first as Environment, ...others]).files.get('manifest.json') as string);
  for (const environment of others) {
    const alone = synthesize([environment]).files.get('manifest.json') as string;
    expect(all[environment.name]).toEqual(entriesOf(alone)[environment.name]);
  }
});
