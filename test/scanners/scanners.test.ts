import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator } from '../helpers/emulator';
import { GENERATED_EXAMPLES, loadExamples } from '../helpers/examples';
import { makeLookedUp } from '../helpers/looked-up';
import { moduleOf, planAsModules, stackToPlan } from '../helpers/planned-policies';
import { real } from '../helpers/real';
import { PARAMETERS } from '../helpers/replayed-calls';
import { HAS_TFLINT } from '../helpers/scanner-tools';
import { scratchFolder } from '../helpers/stack-files';
import { randomFrom } from '../pairwise/covering';
import { checkov, type Finding, parliament, type Scan, tflint, unexpected, unused } from './scan';

/** How many of the examples are planned for the scans: a number, or `all`. Their documents are always scanned. */
const PLANNED = process.env['SCANNED'] ?? '4';
const SEED = Number(process.env['PAIRWISE_SEED'] ?? Math.floor(Math.random() * 1e9));

const EXAMPLES = loadExamples();
const NAMES = EXAMPLES.map(({ name }) => name);

process.stdout.write(`\nPAIRWISE_SEED=${SEED} SCANNED=${PLANNED}\n`);

const folder = scratchFolder();
let documents: Scan;

real('checkov reads what ops teams receive', () => {
  beforeAll(async () => {
    cpSync(join(GENERATED_EXAMPLES, 'stacks'), join(folder, 'stacks'), { recursive: true });
    documents = await checkov(
      ['terraform_json', 'terraform', 'dockerfile', 'secrets'],
      '--directory',
      join(folder, 'stacks'),
    );
  });

  test('all of it, of each example', () => {
    expect(documents.unread).toBe(0);
    expect([...documents.passed].filter(([, checks]) => checks > 20).map(([name]) => name)).toEqual(
      expect.arrayContaining(NAMES),
    );
  });

  test('and finds nothing but what is accepted', () => {
    expect(unexpected('checkov', documents.findings)).toEqual([]);
  });

  test('and finds what is wrong, where something is', async () => {
    const planted = join(folder, 'planted', 'prod');
    mkdirSync(planted, { recursive: true });
    const document = JSON.parse(readFileSync(join(folder, 'stacks', 'prod', 'cdk.tf.json'), 'utf8'));
    document.resource.aws_security_group_rule.planted = {
      ...{ type: 'ingress', protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] },
      security_group_id: 'sg-0123456789abcdef0',
    };
    writeFileSync(join(planted, 'cdk.tf.json'), JSON.stringify(document));
    const { findings } = await checkov(['terraform_json'], '--directory', join(folder, 'planted'));
    expect(unexpected('checkov', findings)).toContainEqual({ check: 'CKV_AWS_24', on: 'planted', where: 'prod' });
  });
});

if (!HAS_TFLINT) process.stdout.write('Skipped: tflint is not on the PATH\n');
else
  real('tflint reads each example', () => {
    test.each(NAMES)('%s, and finds nothing but what is accepted', async (name) => {
      expect(unexpected('tflint', await tflint(join(GENERATED_EXAMPLES, 'stacks', name)))).toEqual([]);
    });

    test('and finds what is wrong, where something is', async () => {
      const planted = join(folder, 'tflint');
      mkdirSync(planted);
      writeFileSync(join(planted, 'cdk.tf.json'), JSON.stringify({ locals: { unused: 1 } }));
      const found = unexpected('tflint', await tflint(planted));
      expect(found.map(({ check }) => check)).toContain('terraform_unused_declarations');
    });
  });

real('of what is planned of the examples', () => {
  const chosen = choose(EXAMPLES);
  let plan: Planned;
  let policies: ReadonlyMap<string, string>;
  let planned: Scan;
  let statements: readonly Finding[];

  beforeAll(async () => {
    const emulator = await Emulator.start();
    try {
      const stacks = await makeLookedUp(emulator, join(folder, 'looked-up'), chosen.map(stackToPlan), PARAMETERS);
      plan = (await planAsModules(stacks, join(folder, 'planned'), emulator)) as Planned;
    } finally {
      await emulator.stop();
    }
    policies = new Map(resourcesOf(plan).flatMap(policyOf));
    planned = await scanned(plan, 'plan.json');
    statements = await parliament(join(folder, 'policies'), policies);
  }, 600_000);

  test('checkov reads each', () => {
    const read = [...planned.passed].filter(([, checks]) => checks > 5).map(([name]) => name);
    expect(read.sort()).toEqual(chosen.map((_, index) => moduleOf(index)).sort());
  });

  test('and finds nothing but what is accepted', () => {
    expect(unexpected('checkov', planned.findings)).toEqual([]);
  });

  test('and finds a role that may do anything, where one is planned', async () => {
    const planted = structuredClone(plan);
    const role = resourcesOf(planted).find(({ type }) => type === 'aws_iam_role_policy') as Resource;
    role.values['policy'] = ANYTHING;
    const { findings } = await scanned(planted, 'planted.json');
    expect(unexpected('checkov', findings).map(({ check }) => check)).toContain('CKV_AWS_62');
  });

  test('parliament reads each policy of a role, and finds nothing but what is accepted', () => {
    expect(policies.size).toBeGreaterThan(chosen.length);
    expect(unexpected('parliament', statements)).toEqual([]);
  });

  test('and finds actions that do not exist, and resources that an action does not take', async () => {
    const [[name, text] = ['', '']] = policies;
    const { Statement, ...rest } = JSON.parse(text);
    const planted = [
      { Effect: 'Allow', Action: 'ecs:RunTasks', Resource: '*' },
      { Effect: 'Allow', Action: 'ecs:StopTask', Resource: 'arn:aws:ecs:us-east-1:111122223333:cluster/a' },
    ];
    const wrong = new Map([[name, JSON.stringify({ ...rest, Statement: [...[Statement].flat(), ...planted] })]]);
    const found = unexpected('parliament', await parliament(join(folder, 'planted-policies'), wrong));
    expect(found.map(({ check }) => check)).toEqual(expect.arrayContaining(['UNKNOWN_ACTION', 'RESOURCE_MISMATCH']));
  });

  test('everything that is accepted is found, where all are planned', () => {
    const all = PLANNED === 'all';
    expect(all ? unused('checkov', [...documents.findings, ...planned.findings]) : []).toEqual([]);
    expect(all ? unused('parliament', statements) : []).toEqual([]);
  });
});

const ANYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

function choose<Value>(all: readonly Value[]): Value[] {
  const random = randomFrom(SEED);
  const shuffled = all.map((value) => [random(), value] as const).sort(([one], [other]) => one - other);
  return shuffled.slice(0, PLANNED === 'all' ? all.length : Number(PLANNED)).map(([, value]) => value);
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: Record<string, unknown>;
}

interface Planned {
  readonly planned_values: { readonly root_module: { readonly child_modules: { readonly resources: Resource[] }[] } };
}

function resourcesOf({ planned_values: { root_module } }: Planned): Resource[] {
  return root_module.child_modules.flatMap(({ resources }) => resources);
}

/** Policies for roles, by a name that a file can have. Those of queues and topics are not for parliament. */
function policyOf({ address, type, values }: Resource): [string, string][] {
  if (type !== 'aws_iam_role_policy' && type !== 'aws_iam_policy') return [];
  return [[address.replaceAll(/[^\w.]/g, '_'), String(values['policy'])]];
}

async function scanned(plan: Planned, name: string): Promise<Scan> {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(plan));
  return checkov(['terraform_plan'], '--file', file);
}
