import { join } from 'node:path';
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import type { Environment } from '../../src/environment/environment';
import { Emulator } from '../helpers/emulator';
import { real } from '../helpers/real';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { Terraform } from '../helpers/terraform';
import { randomFrom } from '../pairwise/covering';
import { Judge } from './judge';
import { Recorder } from './recorder';
import { type Transition, transitions, type World } from './transitions';

/** Which are tried: a number of them, `all`, a part (`2/6`), or words of some, as a regular expression. */
const TRIED = process.env['TRANSITIONS'] ?? '2';

/** A number that decides which; the same number tries the same ones. */
const SEED = Number(process.env['TRANSITIONS_SEED'] ?? process.env['PAIRWISE_SEED'] ?? Math.floor(Math.random() * 1e9));

/** Transitions that are tried at once. */
const TOGETHER = 2;

jest.setTimeout(7_200_000);

// Said first, so that it is known whatever happens then.
process.stdout.write(`\nTRANSITIONS_SEED=${SEED} TRANSITIONS=${TRIED}\n`);

real('one stack file applied over another', () => {
  let emulator: Emulator;
  let world: World;

  beforeAll(async () => {
    emulator = await Emulator.start();
    world = { here: await emulator.network(), there: await emulator.network() };
    await emulator.client(ECSClient).send(new CreateClusterCommand({ clusterName: 'theirs' }));
  });
  afterAll(() => emulator?.stop());

  test('takes nothing away that is in use', async () => {
    const tried = chosen(transitions(world));
    const faults: string[] = [];
    const waiting = tried.map((transition, index) => ({ transition, name: `t${index}` }));
    await Promise.all(
      Array.from({ length: TOGETHER }, async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const { words } = next.transition;
          const found = await faultsOf(next.transition, next.name).catch((error: unknown) => [String(error)]);
          process.stdout.write([found.length === 0 ? `good ${words}` : `BAD  ${words}`, ...found, ''].join('\n'));
          faults.push(...found.map((fault) => `${words}: ${fault}`));
        }
      }),
    );
    expect(faults).toEqual([]);
  });

  /** Applies the first, the second, the first again, and destroys it. */
  async function faultsOf({ from, to, refused }: Transition, name: string): Promise<string[]> {
    const recorder = await Recorder.before(emulator.endpoint);
    const judge = new Judge();
    const folder = join(scratchFolder(), name);
    const terraform = new Terraform(folder, {
      ...emulator.variables,
      AWS_ENDPOINT_URL: recorder.endpoint,
      TF_VAR_prefect_api_key: 'the-key',
      TF_VAR_prefect_api_auth_string: 'admin:a password',
      TF_VAR_worker_secret_token: 'a token',
      TF_VAR_secrets_manager_recovery_in_days: '0',
    });
    const found: string[] = [];
    const judged = (step: string) => found.push(...judge.apply(recorder.take()).map((fault) => `${step}: ${fault}`));
    try {
      for (const [step, fields] of [
        ['at first', from],
        ['forth', to],
        ['back', from],
      ] as const) {
        writeStack(folder, environmentWith(fields, name));
        if (step === 'at first') await terraform.init();
        await terraform.apply();
        judged(step);
      }
      await terraform.destroy();
      judged('destroy');
      return found.filter((fault) => !refused?.test(fault));
    } finally {
      recorder.stop();
    }
  }

  function environmentWith(fields: object, name: string): Environment {
    const { vpcId, subnets } = world.here;
    return environmentOf({ vpc_id: vpcId, worker_subnets: subnets, ...fields }, name);
  }
});

function chosen(all: readonly Transition[]): readonly Transition[] {
  if (TRIED === 'all') return all;
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(TRIED) ?? [];
  if (part !== undefined) return all.filter((_, index) => index % Number(parts) === Number(part) - 1);
  if (!/^\d+$/.test(TRIED)) return all.filter(({ words }) => new RegExp(TRIED).test(words));
  const random = randomFrom(SEED);
  return all
    .map((transition) => ({ transition, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, Number(TRIED))
    .map(({ transition }) => transition);
}
