import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { filesBelow } from '../../src/disk/files-below';
import { activeRevisions, secretNamed, workerNamed } from '../helpers/aws';
import { ACCOUNT, Emulator, type Network } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { copyProject, type Project } from '../helpers/project';
import { real } from '../helpers/real';
import { scratchFolder } from '../helpers/stack-files';
import { planned, Terraform } from '../helpers/terraform';
import { unzipped } from '../helpers/unzip';

/** Found nowhere else; of characters that no encoding of Terraform's changes. */
const CANARY = 'canary-5f2c81d09b7e';
const NEXT_CANARY = 'canary-a60e4d37c1f8';

real('the API key', () => {
  let emulator: Emulator;
  let network: Network;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start();
    network = await emulator.network();
    project = copyProject(scratchFolder());
  });
  afterAll(() => emulator?.stop());

  /** Writes a stack file that differs from dev.yaml in these fields, and synthesizes. */
  async function stack(name: string, fields: object): Promise<Terraform> {
    writeFileSync(project.path('stacks', `${name}.yaml`), stringify({ extends: 'dev.yaml', ...fields }));
    await project.synth(name);
    return new Terraform(project.stack(name), { ...emulator.variables, ...network.variables });
  }

  /** Where below a folder a text is found; also within the plan file's archive, and in what Terraform shows of it. */
  async function traces(terraform: Terraform, key: string): Promise<string[]> {
    const texts: [string, string][] = filesBelow(terraform.folder).map((file) => [file, readFileSync(file, 'latin1')]);
    texts.push(['plan, unzipped', unzipped(readFileSync(join(terraform.folder, 'plan')))]);
    texts.push(['terraform show plan', (await terraform.run('show', '-json', 'plan')).stdout]);
    texts.push(['terraform show', (await terraform.run('show', '-json')).stdout]);
    return texts.filter(([, text]) => text.includes(key)).map(([where]) => where);
  }

  /** Replaces text in what was synthesized, and gives what was there before. */
  function edit({ folder }: Terraform, from: string, to: string): string {
    const file = join(folder, 'cdk.tf.json');
    const text = readFileSync(file, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(file, text.replace(from, to));
    return text;
  }

  describe('in hardened, as dev is', () => {
    let terraform: Terraform;

    beforeAll(async () => {
      terraform = (await stack('rotated', {})).with({ TF_VAR_prefect_api_key: CANARY });
      await terraform.init();
      await terraform.savePlan();
      await terraform.applyPlan();
    });

    test('gets into the secret, and leaves no trace in plan, state or folder', async () => {
      expect((await secretNamed(emulator, 'prefect-api-key-rotated')).value).toBe(CANARY);
      expect(await traces(terraform, CANARY)).toEqual([]);
    });

    test('is rotated by raising its version: the worker runs a new revision with the new one', async () => {
      const old = await secretNamed(emulator, 'prefect-api-key-rotated');
      const raised = (await stack('rotated', { api_key: { version: 2 } })).with({
        TF_VAR_prefect_api_key: NEXT_CANARY,
      });
      await raised.savePlan();
      await raised.applyPlan();

      const secret = await secretNamed(emulator, 'prefect-api-key-rotated');
      const { definition, container } = await workerNamed(emulator, 'rotated');
      expect(secret).toEqual({ arn: old.arn, value: NEXT_CANARY, version: expect.not.stringMatching(old.version) });
      expect(definition.revision).toBe(2);
      expect(container.secrets?.[0]?.valueFrom).toBe(`${secret.arn}:::${secret.version}`);
      expect(await traces(raised, NEXT_CANARY)).toEqual([]);
    });

    test('keeps the revision with the old one, to go back to', async () => {
      expect(await activeRevisions(emulator)).toEqual(['prefect-worker-rotated:1', 'prefect-worker-rotated:2']);
    });

    test('fails the apply when ECS went back to the revision before, and says where to look', async () => {
      const raised = (await stack('rotated', { api_key: { version: 3 } })).with({ TF_VAR_prefect_api_key: CANARY });
      // The emulator never rolls back, so the check is made to compare something else.
      const intact = edit(raised, 'self.task_definition ==', 'self.cluster ==');
      const { status, output } = await raised.try('apply', '-auto-approve');
      writeFileSync(join(raised.folder, 'cdk.tf.json'), intact);
      expect([status, output.replace(/\s+/g, ' ')]).toEqual([
        1,
        expect.stringContaining(
          "ECS rolled this deployment back: the tasks of the new revision did not stay up, and the service runs the revision before it. The reason is in the service's events (aws ecs describe-services --cluster prefect-worker-rotated --services prefect-worker-rotated",
        ),
      ]);
    });

    test('is then stored all the same, and the next plan removes only what the service may still have used', async () => {
      expect((await secretNamed(emulator, 'prefect-api-key-rotated')).value).toBe(CANARY);
      expect(realChanges(await terraform.plan())).toEqual([
        'aws_ecs_task_definition.prefect_worker_task_definition delete',
        'aws_secretsmanager_secret_version.prefect_api_key_version delete',
      ]);
    });
  });

  test('is asked for, and said to be missing, before anything is made', async () => {
    const terraform = await stack('asked', {});
    await terraform.init();
    const { status, output } = await terraform.try('apply', '-auto-approve');
    expect([status, output]).toEqual([1, expect.stringContaining('No value for required variable')]);
    expect(output).toContain('prefect_api_key');
  });

  test('is found where the reference leaves it, so that this search can find something', async () => {
    const terraform = (await stack('traced', { preset: 'reference' })).with({ TF_VAR_prefect_api_key: CANARY });
    await terraform.init();
    await terraform.savePlan();
    expect(await traces(terraform, CANARY)).toEqual(['plan, unzipped', 'terraform show plan']);
  });

  test('is not asked for where an existing secret is named, and no secret is made', async () => {
    const arn = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:team/prefect-AbC123`;
    const terraform = await stack('existing', { api_key: { secret_arn: arn } });
    await terraform.init();
    const plan = await terraform.plan();
    expect(plan.resource_changes.filter(({ type }) => type.startsWith('aws_secretsmanager'))).toEqual([]);
    const definition = planned(plan, 'aws_ecs_task_definition.prefect_worker_task_definition');
    expect(JSON.parse(definition?.['container_definitions'])[0].secrets).toEqual([
      { name: 'PREFECT_API_KEY', valueFrom: arn },
    ]);
    expect(
      JSON.parse(planned(plan, 'aws_iam_role_policy.ssm_allow_read_prefect_api_key')?.['policy']).Statement[0].Resource,
    ).toBe(arn);
  });
});
