import { nearestExistingPath } from '../helpers/aws';
import { ejected } from '../helpers/ejected';
import { ACCOUNT, Emulator, type Network } from '../helpers/emulator';
import { realChanges } from '../helpers/emulator-gaps';
import { adapt, groupNamed, makePlatform } from '../helpers/example-surroundings';
import { copyProject } from '../helpers/project';
import { real } from '../helpers/real';
import { sampled } from '../helpers/sampled';
import { scratchFolder } from '../helpers/stack-files';
import { Terraform } from '../helpers/terraform';

/** A committed stack as it is applied here; dev, prod and isolated have tests of their own. */
interface Case {
  readonly region: string;
  readonly account: string;
  /** What must be there before: makes it, and gives ids of the stack file that the emulator would give anew. */
  readonly before: (emulator: Emulator, network: Network) => Promise<Readonly<Record<string, string>>>;
  readonly asksForKey: boolean;
  /** VPC and subnets, which need no inputs then. */
  readonly looksUp?: boolean;
  /** Addresses that the emulator has no service for. */
  readonly without: readonly string[];
  /** All that an apply adds. */
  readonly made: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  staging: {
    region: 'us-east-1',
    account: ACCOUNT,
    before: async () => ({}),
    asksForKey: true,
    without: [],
    made: [
      'alarm prefect-worker-alarm-staging-failed-events',
      'alarm prefect-worker-alarm-staging-log',
      'alarm prefect-worker-alarm-staging-oldest-event',
      'alarm prefect-worker-alarm-staging-tasks-missing',
      'alarm prefect-worker-alarm-staging-undelivered-events',
      'cluster prefect-worker-staging',
      'dashboard prefect-worker-staging',
      'log group prefect-flow-runs-staging',
      'log group prefect-worker-log-group-staging',
      'queue prefect-worker-events-failed-staging',
      'queue prefect-worker-events-staging',
      'queue prefect-worker-events-undelivered-staging',
      'role prefect-worker-execution-role-staging',
      'role prefect-worker-task-role-staging',
      'rule prefect-worker-events-staging',
      'rule prefect-worker-service-events-staging',
      'secret prefect-api-key-staging',
      'security group prefect-worker-sg-staging',
      'service prefect-worker-staging',
      'topic prefect-worker-alarms-staging',
    ],
  },
  'self-hosted': {
    region: 'us-east-1',
    account: ACCOUNT,
    before: async (emulator, { vpcId }) => ({
      'sg-0a4d2e8c6f1b35790': await groupNamed(emulator, 'load-balancer', vpcId),
    }),
    asksForKey: false,
    without: [],
    made: [
      'cluster prefect-worker-self-hosted',
      'log group prefect-flow-runs-self-hosted',
      'log group prefect-worker-log-group-self-hosted',
      'queue prefect-worker-events-failed-self-hosted',
      'queue prefect-worker-events-self-hosted',
      'queue prefect-worker-events-undelivered-self-hosted',
      'role prefect-worker-execution-role-self-hosted',
      'role prefect-worker-task-role-self-hosted',
      'rule prefect-worker-events-self-hosted',
      'security group prefect-worker-sg-self-hosted',
      'service prefect-worker-self-hosted',
    ],
  },
  'shared-platform': {
    region: 'us-east-1',
    account: ACCOUNT,
    before: makePlatform,
    asksForKey: false,
    looksUp: true,
    without: [],
    made: [
      'queue data-platform-prefect-worker-events',
      'queue data-platform-prefect-worker-events-failed',
      'queue data-platform-prefect-worker-events-undelivered',
      'rule data-platform-prefect-worker-events',
      'service data-platform-prefect-worker',
    ],
  },
  gov: {
    region: 'us-gov-west-1',
    account: '444455556666',
    before: async () => ({}),
    asksForKey: true,
    without: ['aws_cloudwatch_query_definition.errors'],
    made: [
      'cluster prefect-worker-gov',
      'log group prefect-flow-runs-gov',
      'log group prefect-worker-exec-log-group-gov',
      'log group prefect-worker-log-group-gov',
      'queue prefect-worker-events-failed-gov',
      'queue prefect-worker-events-gov',
      'queue prefect-worker-events-undelivered-gov',
      'role prefect-worker-execution-role-gov',
      'role prefect-worker-task-role-gov',
      'rule prefect-worker-events-gov',
      expect.stringMatching(/^secret prefect-api-key-gov-\w{26}$/),
      expect.stringMatching(/^security group prefect-worker-sg-gov-\w{26}$/),
      'service prefect-worker-gov',
    ],
  },
};

const ENVIRONMENTS = sampled(Object.keys(CASES), 2);

/** One of the accounts, and what is in it. */
interface Account {
  readonly emulator: Emulator;
  /** Where its environments are. */
  readonly region: string;
  /** Before the first apply. */
  readonly there: readonly string[];
}

real('what is committed, applied:', () => {
  const emulators = new Map<string, Emulator>();
  const accounts = new Map<string, Account>();
  const stacks = new Map<string, Terraform>();

  const caseOf = (name: string) => CASES[name] as Case;
  const stackOf = (name: string) => stacks.get(name) as Terraform;
  const accountOf = (name: string) => accounts.get(caseOf(name).account) as Account;
  const inAccount = (account: string) => ENVIRONMENTS.filter((name) => caseOf(name).account === account);

  beforeAll(async () => {
    const project = copyProject(scratchFolder());
    for (const name of ENVIRONMENTS) {
      const { account, region, before, asksForKey, looksUp, without } = caseOf(name);
      const emulator = emulators.get(account) ?? (await Emulator.start({ account }));
      emulators.set(account, emulator);
      const network = await emulator.network(region);
      adapt(project.stack(name), await before(emulator, network), without);
      const variables = {
        ...emulator.variables,
        ...(!looksUp && network.variables),
        ...(asksForKey && { TF_VAR_prefect_api_key: 'the-key' }),
      };
      stacks.set(name, new Terraform(project.stack(name), variables));
    }
    for (const [account, emulator] of emulators) {
      const { region } = caseOf(inAccount(account)[0] as string);
      accounts.set(account, { emulator, region, there: await nearestExistingPath(emulator, region) });
    }
    await each(async (terraform) => {
      await terraform.init();
      await terraform.apply();
    });
  });
  afterAll(() => {
    for (const emulator of emulators.values()) emulator.stop();
  });

  /** All at once: most of the time each waits for the emulator. */
  function each(work: (terraform: Terraform) => Promise<unknown>): Promise<unknown> {
    return Promise.all([...stacks.values()].map(work));
  }

  test.each(ENVIRONMENTS)('%s makes all that its stack file asks for', async (name) => {
    const { emulator, region } = accountOf(name);
    expect(await nearestExistingPath(emulator, region)).toEqual(expect.arrayContaining([...caseOf(name).made]));
  });

  test('nothing else is made', async () => {
    for (const [account, { emulator, region, there }] of accounts) {
      const added = (await nearestExistingPath(emulator, region)).length - there.length;
      expect([account, added]).toEqual([account, inAccount(account).flatMap((name) => caseOf(name).made).length]);
    }
  });

  test.each(ENVIRONMENTS)('%s then plans to no change', async (name) => {
    expect(realChanges(await stackOf(name).plan())).toEqual([]);
  });

  test.each(ENVIRONMENTS)('%s as plain HCL plans to no change on the same state', async (name) => {
    expect(realChanges(await (await ejected(stackOf(name))).plan())).toEqual([]);
  });

  test('all are destroyed, and leave what was there before', async () => {
    await each((terraform) => terraform.destroy());
    for (const { emulator, region, there } of accounts.values()) {
      expect((await nearestExistingPath(emulator, region)).sort()).toEqual([...there].sort());
    }
  });
});
