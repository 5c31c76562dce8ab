import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator, type Network } from '../helpers/emulator';
import { real } from '../helpers/real';
import { SELF_HOSTED } from '../helpers/refusals';
import { sampled } from '../helpers/sampled';
import { environmentOf, scratchFolder } from '../helpers/stack-files';
import { writeStack } from '../helpers/stack-folder';
import { Terraform } from '../helpers/terraform';

/** Found nowhere else; of characters that no encoding of Terraform's changes. */
const CANARY = 'canary-5f2c81d09b7e';

interface Stack {
  readonly fields: object;
  /** The secrets that Terraform asks for. */
  readonly asks: readonly string[];
  /** The commands that show them all the same. */
  readonly shownBy?: readonly string[];
}

const STACKS: Readonly<Record<string, Stack>> = {
  'the key of Prefect Cloud': { fields: {}, asks: ['prefect_api_key'] },
  'the key in HCL': { fields: { format: 'hcl' }, asks: ['prefect_api_key'] },
  'the string of a server': {
    fields: { ...SELF_HOSTED, prefect: { api_url: 'https://prefect.example.com/api', auth: 'auth_string' } },
    asks: ['prefect_api_auth_string'],
  },
  'several secrets': {
    fields: { worker: { secrets: { DB_PASSWORD: { create: true }, TOKEN: { create: true } } }, workers: { b: {} } },
    asks: ['prefect_api_key', 'worker_secret_db_password', 'worker_secret_token'],
  },
  // Its state has the key, as that of the reference module.
  'the key in the preset reference': {
    fields: { preset: 'reference' },
    asks: ['prefect_api_key'],
    shownBy: ['show -json plan', 'show -json', 'state pull'],
  },
};

type Values = Readonly<Record<string, string>>;

/** How a person passes them on; what holds them then is theirs. */
const WAYS: Readonly<Record<string, (folder: string, values: Values) => [variables: Values, options: string[]]>> = {
  'environment variables': (_, values) => [
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`TF_VAR_${name}`, value])),
    [],
  ],
  options: (_, values) => [{}, Object.entries(values).map(([name, value]) => `-var=${name}=${value}`)],
  'a file': (folder, values) => {
    writeFileSync(join(folder, 'secret.auto.tfvars.json'), JSON.stringify(values));
    return [{}, []];
  },
};

const CASES = Object.keys(STACKS).flatMap((stack) => Object.keys(WAYS).map((way) => [stack, way] as const));

/** From the first to the last; `-var` where they take options. */
const COMMANDS: readonly (readonly string[])[] = [
  ['init', '-input=false'],
  ['plan', '-out=plan', '-var'],
  ['show', 'plan'],
  ['show', '-json', 'plan'],
  ['apply', '-var', 'plan'],
  ['show', '-json'],
  ['output', '-json'],
  ['state', 'pull'],
  ['plan', '-json', '-var'],
];

real('what Terraform prints', () => {
  let emulator: Emulator;
  let network: Network;

  beforeAll(async () => {
    emulator = await Emulator.start();
    network = await emulator.network();
  });
  afterAll(() => emulator?.stop());

  test.each(sampled(CASES, 1))('never shows %s, given as %s', async (stack, way) => {
    const { fields, asks, shownBy = [] } = STACKS[stack] as Stack;
    const folder = writeStack(
      scratchFolder(),
      environmentOf(fields, `canary-${CASES.findIndex(([one, other]) => one === stack && other === way)}`),
    );
    const values = Object.fromEntries(asks.map((name, index) => [name, `${CANARY}-${index}`]));
    const [variables, options] = (WAYS[way] as (typeof WAYS)[string])(folder, values);
    const terraform = new Terraform(folder, { ...emulator.variables, ...network.variables, ...variables });
    await terraform.init();
    const shown: string[] = [];
    for (const command of COMMANDS) {
      const words = command.filter((word) => word !== '-var').join(' ');
      const { status, output } = await terraform.try(
        ...command.flatMap((word) => (word === '-var' ? options : [word])),
      );
      expect([words, status, status === 0 ? '' : output]).toEqual([words, 0, '']);
      if (output.includes(CANARY)) shown.push(words);
    }
    expect(shown).toEqual(shownBy);
  });
});
