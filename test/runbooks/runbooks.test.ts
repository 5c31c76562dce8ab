import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsCli, leadAwsCli, leadDockerNowhere } from '../helpers/aws-cli';
import { installAbove } from '../helpers/command';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { type AppliedExample, adapt, cloned, EXAMPLES_APPLIED, idsIn } from '../helpers/example-surroundings';
import { GENERATED_EXAMPLES } from '../helpers/examples';
import { PrefectServer, quietly } from '../helpers/prefect-server';
import { type Said, ShellSession } from '../helpers/shell-session';
import { scratchFolder } from '../helpers/stack-files';
import { pinProvider, terraformEnvironment } from '../helpers/terraform';
import { checked, ofProvider } from '../requests/checked-requests';
import { listedIn, notListed } from '../requests/permission-list';
import { aboutOthers, knownIn } from '../requests/targets';
import { Recorder } from '../transitions/recorder';
import { EXCEPTIONS, type Exception } from './exceptions';
import { commandsOf, type PageCommand } from './page';

jest.setTimeout(900_000);

/** The shell in which the page of an example is followed. */
const SHELLS: Readonly<Record<string, 'dash' | 'bash' | 'zsh'>> = {
  dev: 'dash',
  staging: 'bash',
  prod: 'zsh',
  'self-hosted': 'dash',
  'shared-platform': 'zsh',
  gov: 'bash',
  isolated: 'dash',
  'locked-down': 'zsh',
  'heavy-flows': 'bash',
  'spot-arm': 'zsh',
  'office-hours': 'dash',
  ec2: 'bash',
  greenfield: 'dash',
};

/** all, or names; without it the commit chooses one of the examples. */
const CHOSEN = process.env['RUNBOOKS'] ?? '';
const SEED = Number(process.env['PAIRWISE_SEED'] ?? Date.now());
const NAMES = Object.keys(SHELLS);
const SAMPLE = [NAMES[SEED % NAMES.length] as string];
const FOLLOWED = CHOSEN === 'all' ? NAMES : CHOSEN === '' ? SAMPLE : CHOSEN.split(',');

const CLI = awsCli();
const toolsMissing = process.env['TOOLS_MISSING'] ?? process.env['PREFECT_MISSING'] ?? (CLI === undefined ? 'yes' : '');
if (CLI === undefined && process.env['REQUIRE_TOOLS'])
  throw new Error('the runbooks need the AWS CLI 2 (apt-get install awscli)');

(toolsMissing ? describe.skip : describe).each(FOLLOWED)('the runbook of %s', (name) => {
  const { region = 'us-east-1', account = ACCOUNT, before, without = [] } = EXAMPLES_APPLIED[name] as AppliedExample;
  const project = scratchFolder();
  const folder = join(project, name);
  let emulator: Emulator;
  let recorder: Recorder;
  let server: PrefectServer;
  let session: ShellSession;
  let commands: readonly PageCommand[];
  const states: string[] = [];

  beforeAll(async () => {
    [emulator, server] = await Promise.all([Emulator.start({ account }), PrefectServer.start()]);
    recorder = await Recorder.before(emulator.endpoint);
    cpSync(join(GENERATED_EXAMPLES, 'stacks', name), folder, { recursive: true });
    // As many as an example has: each may stand in it once.
    const network = await emulator.network(region, ['a', 'b', 'c']);
    const ids = { ...idsIn(folder, network), ...(await before?.(emulator, network)) };
    adapt(folder, ids, without);
    pinProvider(folder);
    cloned(folder);
    installAbove(project);
    commands = commandsOf(replaced(readFileSync(join(folder, 'README.md'), 'utf8'), ids));
    session = new ShellSession(SHELLS[name] as string, folder, environment());
  });
  afterAll(async () => {
    session?.stop();
    recorder?.stop();
    emulator?.stop();
    await server?.stop();
  });

  function environment(): NodeJS.ProcessEnv {
    const bin = scratchFolder();
    leadAwsCli(bin, CLI as string);
    leadDockerNowhere(bin);
    const home = scratchFolder();
    return {
      ...terraformEnvironment({ ...emulator.variables, AWS_ENDPOINT_URL: recorder.endpoint }),
      ...quietly(home),
      PATH: `${bin}:${quietly(home)['PATH']}`,
      // The prompts of an apply and a destroy; what no other command of the page answers.
      TF_CLI_ARGS_apply: '-auto-approve',
      TF_CLI_ARGS_destroy: '-auto-approve',
      // The emulator runs as many tasks of each service.
      TF_VAR_worker_desired_count: '1',
    };
  }

  /** Types the commands of these sections, in the order of the page, and gives those that failed. */
  async function follow(
    sections: readonly RegExp[],
    after: (text: string) => Promise<void> = async () => {},
  ): Promise<string[]> {
    const failed: string[] = [];
    for (const { text } of commands.filter(({ section }) => sections.some((one) => one.test(section)))) {
      const said = await typed(text);
      if (said !== undefined) failed.push(`${text}\n${said.output}`);
      await after(text);
    }
    return failed;
  }

  /** undefined: as the page promises. */
  async function typed(text: string): Promise<Said | undefined> {
    const exception = EXCEPTIONS.find(({ command }) => command.test(text));
    if (exception !== undefined) return instead(exception, text);
    // A loop reads what a command before it writes.
    const [, asked] = /(?<!while )\bread -r (\w+)/.exec(text) ?? [];
    // One server stands in for Prefect Cloud and for a server of the stack file.
    const led = text.replace(/^export PREFECT_API_URL=.*$/s, `export PREFECT_API_URL=${server.apiUrl}`);
    // No terminal is here to hide the key from.
    const said = await session.type(
      asked === undefined ? led : led.replaceAll(/stty -?echo/g, ':'),
      asked && 'the-key',
    );
    return said.status === 0 ? undefined : said;
  }

  async function instead({ how, says = /^/ }: Exception, text: string): Promise<Said | undefined> {
    if (how === 'skipped') return undefined;
    if (how === 'reported') {
      const said = await session.type(text);
      return said.status <= 2 && says.test(said.output) ? undefined : said;
    }
    const said = await session.type(how === 'skeleton' ? `${text} --generate-cli-skeleton output` : text);
    const right = how === 'skeleton' ? said.status === 0 : said.status !== 0 && says.test(said.output);
    return right && !/unknown (flag|command)|unknown shorthand|requires/.test(said.output) ? undefined : said;
  }

  test('is safe to follow where nothing is there yet', async () => {
    const before = await session.type('aws ecs list-clusters --region us-east-1 --output text');
    await follow([/^Head$/, /^Is it down\?$/, /^Restart$/, /^Roll back$/]);
    expect((await session.type('aws ecs list-clusters --region us-east-1 --output text')).output).toBe(before.output);
  });

  test('leads from nothing to a worker', async () => {
    expect(await follow([/^Before you apply$/, /^Apply$/])).toEqual([]);
    expect((await session.type('terraform state list')).output).toContain('aws_ecs_task_definition.');
    states.push(readFileSync(join(folder, 'terraform.tfstate'), 'utf8'));
  });

  test('leads from there to the first flow run, as far as no container is needed', async () => {
    expect(await follow([/^Log in to Prefect$/, /^Work pool$/, /^Verify$/, /^First flow run$/])).toEqual([]);
    const { pull_steps } = await server.api('GET', `/deployments/name/my-flow/${name}-ecs-test`);
    expect(JSON.stringify(pull_steps)).not.toMatch(/\$FLOWS_|git@|file:/);
  });

  test('answers who is on call', async () => {
    const sections = ['Is it down\\?', 'Restart', 'Pause', 'Scale', 'Alarms', 'Crash detection', 'Bucket'];
    expect(await follow([new RegExp(`^(${sections.join('|')})$`), /^Tasks/])).toEqual([]);
  });

  test('rotates the key, which deploys a new revision where the task definition names the version of the secret', async () => {
    const before = await running();
    expect(await follow([/^Rotate/])).toEqual([]);
    const named = commands.some(({ text }) => text.includes('-replace=aws_secretsmanager_secret_version.'));
    expect((await running()) !== before).toBe(named);
    states.push(readFileSync(join(folder, 'terraform.tfstate'), 'utf8'));
  });

  test('rolls back to the revision before, where there is one', async () => {
    const [before, revision = 0] = [await running(), Number(/(\d+)$/.exec(await running())?.[1])];
    expect(await follow([/^Roll back$/])).toEqual([]);
    expect(await running()).toBe(before.replace(/\d+$/, String(Math.max(1, revision - 1))));
  });

  /** The revision that the first service deploys, as the page asks for it. */
  async function running(): Promise<string> {
    const [all = ''] = commands.flatMap(({ text }) => (text.includes('running=$(') ? [text] : []));
    // Of several services the page asks in a loop.
    const [, first = ''] = /^for service in (\S+)/.exec(all) ?? [];
    const [ask] = /running=\$\(.*\)$/m.exec(all) ?? [];
    if (ask === undefined) throw new Error('the page does not ask for the revision that runs');
    return (await session.type(`service=${first}; ${ask}; echo "$running"`)).output.trim();
  }

  test('leads to where nothing is left, and then brings back a secret that is in its recovery window', async () => {
    const restores = commands.some(({ text }) => text.startsWith('terraform import '));
    const left: string[] = [];
    const failed = await follow([/^Changes$/, /^Destroy$/, /^When/], async (text) => {
      if (text === 'terraform destroy') left.push((await session.type('terraform state list')).output);
    });
    expect([failed, left]).toEqual([[], ['']]);
    const { output } = await session.type('terraform state list');
    expect(output.split('\n').filter((line) => line !== '' && !line.startsWith('data.'))).toEqual(
      restores ? [expect.stringMatching(/^aws_secretsmanager_secret\./)] : [],
    );
  });

  test('lists the permissions of all that Terraform asked of AWS, which is as its models take it', () => {
    const calls = checked(ofProvider(recorder.sent));
    const wrong = {
      requests: calls.filter(({ faults }) => faults.length > 0),
      notListed: notListed(calls, listedIn(readFileSync(join(folder, 'README.md'), 'utf8'))),
      aboutOthers: aboutOthers(calls, knownIn(states)),
    };
    expect(calls.length).toBeGreaterThan(50);
    expect(wrong).toEqual({ requests: [], notListed: [], aboutOthers: [] });
  });
});

function replaced(text: string, ids: Readonly<Record<string, string>>): string {
  return Object.entries(ids).reduce((all, [from, to]) => all.replaceAll(from, to), text);
}

test('every example has a page that is followed', () => {
  expect([...NAMES].sort()).toEqual(readdirSync(join(GENERATED_EXAMPLES, 'stacks')).sort());
});
