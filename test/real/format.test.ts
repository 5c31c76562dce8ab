import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { command } from '../helpers/command';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { type AppliedExample, EXAMPLES_APPLIED, idsIn } from '../helpers/example-surroundings';
import { EXAMPLES, GENERATED_EXAMPLES } from '../helpers/examples';
import { real } from '../helpers/real';
import { sampled } from '../helpers/sampled';
import { scratchFolder } from '../helpers/stack-files';
import { type Plan, pinProvider, Terraform } from '../helpers/terraform';
import { Recorder } from '../transitions/recorder';

jest.setTimeout(600_000);

const BACKEND = JSON.stringify({ terraform: { backend: { local: { path: 'terraform.tfstate' } } } });

/** By name each is applied before, which takes a minute and more; then a plan is one of no change, but for what the emulator does not hold. */
const IS_APPLIED = process.env['SAMPLES'] === 'all';

real.each(sampled(Object.keys(EXAMPLES_APPLIED), 1))('%s in JSON', (name) => {
  const { region = 'us-east-1', account = ACCOUNT, before, without = [] } = EXAMPLES_APPLIED[name] as AppliedExample;
  const project = scratchFolder();
  const stackFile = join(project, 'stacks', `${name}.yaml`);
  const folder = join(project, 'generated', 'stacks', name);
  let emulator: Emulator;
  /** It answers what the emulator cannot, as the tags of scaling. */
  let recorder: Recorder;
  let terraform: Terraform;
  /** The plan of the folder in JSON. */
  let inJson: object;

  beforeAll(async () => {
    emulator = await Emulator.start({ account });
    recorder = await Recorder.before(emulator.endpoint);
    const network = await emulator.network(region, ['a', 'b', 'c']);
    const ids = {
      ...idsIn(join(GENERATED_EXAMPLES, 'stacks', name), network),
      ...(await before?.(emulator, network)),
    };
    cpSync(EXAMPLES, join(project, 'stacks'), { recursive: true, filter: (path) => !/generated|\.ts$/.test(path) });
    const text = Object.entries(ids).reduce(
      (all, [from, to]) => all.replaceAll(from, to),
      readFileSync(stackFile, 'utf8'),
    );
    writeFileSync(stackFile, withoutResources(text, without));
    synth();
    writeFileSync(join(folder, 'backend_override.tf.json'), BACKEND);
    pinProvider(folder);
    terraform = new Terraform(folder, {
      ...emulator.variables,
      ...inputs(),
      AWS_ENDPOINT_URL: recorder.endpoint,
      TF_VAR_worker_desired_count: '1',
    });
    await terraform.init();
    if (IS_APPLIED) await terraform.apply();
    inJson = plannedBy(await terraform.plan());
  });
  afterAll(() => {
    recorder?.stop();
    emulator?.stop();
  });

  function synth(): void {
    const { status, stderr } = command(['synth', name, '--dir', project]);
    if (status !== 0) throw new Error(stderr);
  }

  function setFormat(format: string | undefined): void {
    const { format: _, ...fields } = parse(readFileSync(stackFile, 'utf8'));
    writeFileSync(stackFile, stringify({ ...fields, ...(format && { format }) }));
    synth();
  }

  /** What has no default is given by whoever applies. */
  function inputs(): NodeJS.ProcessEnv {
    const { variable } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
    const required = Object.keys(variable).filter((input) => !('default' in variable[input]));
    return Object.fromEntries(required.map((input) => [`TF_VAR_${input}`, 'the-key']));
  }

  test('plans the same with format: hcl, and again without it', async () => {
    setFormat('hcl');
    expect(() => terraform.read('cdk.tf.json')).toThrow('ENOENT');
    expect(terraform.read('ecs.tf')).toContain('resource "aws_ecs_task_definition" "prefect_worker_task_definition"');
    const { stdout } = await terraform.try('fmt', '-check', '-diff');
    expect(stdout).toBe('');
    expect(plannedBy(await terraform.plan())).toEqual(inJson);
    setFormat(undefined);
    expect(() => terraform.read('ecs.tf')).toThrow('ENOENT');
    expect(plannedBy(await terraform.plan())).toEqual(inJson);
  });

  test('plans the same after eject, which is valid and as terraform fmt writes it', async () => {
    const out = join(project, 'terraform');
    const { status, stderr } = command(['eject', name, '--dir', project, '--out', out]);
    expect([status, stderr.includes('problem')]).toEqual([0, false]);
    for (const file of ['backend_override.tf.json', ...(IS_APPLIED ? ['terraform.tfstate'] : [])]) {
      copyFileSync(join(folder, file), join(out, file));
    }
    const ejected = terraform.in(out);
    await ejected.init();
    await ejected.run('validate');
    expect((await ejected.try('fmt', '-check', '-diff')).stdout).toBe('');
    expect(plannedBy(await ejected.plan())).toEqual(inJson);
  });
});

/** All that a plan says of resources and outputs: values before and after, and what is only known when it is applied. */
function plannedBy({ resource_changes: resources, output_changes: outputs }: Plan): object {
  const changes = resources.map(({ address, change }) => [address, change]);
  return { resources: Object.fromEntries(changes), outputs };
}

/** Blocks of the user's own that the emulator has no service for. */
function withoutResources(text: string, addresses: readonly string[]): string {
  if (addresses.length === 0) return text;
  const fields = parse(text);
  for (const address of addresses) {
    const [type = '', resource = ''] = address.split('.');
    if (fields.terraform?.resource?.[type]?.[resource] === undefined) throw new Error(`there is no ${address}`);
    delete fields.terraform.resource[type];
  }
  return stringify(fields);
}
