import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../helpers/planned-policies';
import { Terraform } from '../helpers/terraform';

/** A stack, and the folder that holds it as a module. */
export interface Row extends Stack {
  readonly name: string;
}

/** The emulator lacks a call of Application Auto Scaling, which the provider repeats for 20 minutes by default. */
const MOST_RETRIES = 2;

/** What of a stack is not planned as it stands, and why. */
export const NOT_PLANNED: Readonly<Record<string, string>> = {
  prefect_work_pool:
    'Prefect’s own provider is not at hand where tests run: terraform_data stands in, so that what the attributes say is evaluated all the same',
  backend:
    'stacks are planned as modules of one configuration, and a module has none; test/features/backend/create.whole.test.ts has it',
};

/** Plans stacks, all at once: as modules of one configuration. Gives what Terraform said of each that it did not plan. */
export async function refusedByTerraform(
  rows: readonly Row[],
  folder: string,
  variables: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const here = join(folder, rows.length === 1 ? `${rows[0]?.name}` : `${rows[0]?.name}-to-${rows.at(-1)?.name}`);
  const terraform = new Terraform(writeTogether(rows, here), variables);
  const init = await terraform.init().then(
    () => ({ status: 0, output: '' }),
    (error: Error) => ({ status: 1, output: error.message }),
  );
  const { status, output } = init.status === 0 ? await terraform.try('plan', '-out=plan') : init;
  if (status === 0) return new Map();
  if (rows.length === 1) return new Map([[rows[0]?.name ?? '', output.slice(output.indexOf('\nError: '))]]);
  const middle = Math.ceil(rows.length / 2);
  const halves = [rows.slice(0, middle), rows.slice(middle)];
  const found: [string, string][] = [];
  for (const half of halves) found.push(...(await refusedByTerraform(half, folder, variables)));
  // Only together do they fail: this is said of all of them.
  return new Map(found.length > 0 ? found : rows.map(({ name }) => [name, output]));
}

/** Writes stacks as modules of one configuration into a folder; gives the folder. */
export function writeTogether(rows: readonly Row[], folder: string): string {
  const providers = new Map<string, { readonly alias: string; readonly block: object }>();
  const calls = rows.map(({ name, document, templates, inputs }): [string, object] => {
    const { terraform, provider, ...blocks } = withoutPrefectsProvider(document);
    const [block = {}] = provider?.aws ?? [];
    const key = JSON.stringify(block);
    const { alias } = providers.get(key) ?? { alias: `provider_${providers.size}` };
    providers.set(key, { alias, block: { ...block, alias, max_retries: MOST_RETRIES } });
    const { required_providers } = terraform;
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'main.tf.json'), JSON.stringify({ terraform: { required_providers }, ...blocks }));
    for (const [file, text] of templates) writeFileSync(join(folder, name, file), text);
    return [name.replaceAll('-', '_'), { source: `./${name}`, providers: { aws: `aws.${alias}` }, ...inputs }];
  });
  const aws = [...providers.values()].map(({ block }) => block);
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ provider: { aws }, module: Object.fromEntries(calls) }));
  return folder;
}

function withoutPrefectsProvider(document: Stack['document']): Stack['document'] {
  const { prefect, ...required_providers } = (document.terraform['required_providers'] ?? {}) as Record<string, object>;
  if (prefect === undefined) return document;
  const {
    prefect_work_pool: pools,
    prefect_work_queue: queues,
    ...resource
  } = JSON.parse(
    JSON.stringify(document.resource)
      .replaceAll(/"prefect_work_(?:pool|queue)\./g, '"terraform_data.')
      .replaceAll(/\$\{prefect_work_(?:pool|queue)\.([\w-]+)\./g, '${terraform_data.$1.input.'),
  );
  const input = Object.fromEntries(
    Object.entries({ ...pools, ...queues }).map(([name, attributes]) => [name, { input: attributes }]),
  );
  return {
    ...document,
    terraform: { ...document.terraform, required_providers },
    resource: { ...resource, terraform_data: input },
  };
}
