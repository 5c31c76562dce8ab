import { Document, isMap, isScalar, type Pair } from 'yaml';
import type { Fields } from './answers';

/** What stands above a field, for those who have never seen a stack file. */
const COMMENTS: Readonly<Record<string, string>> = {
  preset: 'plans what the reference module plans; remove this line for the safer defaults, after the first plan',
  region: 'explain region, or any other field: npx prefect-ecs-worker explain FIELD',
  aws: 'apply refuses every other account',
  api_key: 'the secret that has the key, in AWS Secrets Manager',
  flow_runs: 'image of the flow runs whose deployment sets none',
  prefect_account_id: 'of Prefect Cloud, from the address of a page in it: app.prefect.cloud/account/ID/workspace/ID',
  prefect: 'your own Prefect server: the address of its API, as the tasks reach it',
  worker_work_pool_name: 'the work pool: of type ecs; the runbook has the command that creates it',
  vpc_id: 'where the tasks run; the subnets need a way to Prefect and to the image',
  network: 'a VPC of its own; one NAT gateway costs about 33 USD a month',
  worker_image: 'image of the worker: it must contain Prefect and prefect-aws',
  image: 'an ECR repository for the images of flows; the runbook has the commands that push one',
  backend: 'where Terraform stores its state',
  adopt: 'the stack takes over the state of this module; remove it after the first apply',
  names: 'names in AWS; a change replaces what it names',
  overrides: 'attributes of what exists already, which AWS cannot change in place',
  terraform: 'what exists already, by address and id; remove it after the first apply',
};

/** Comments that are about one member of a group. */
const ABOUT: Readonly<Record<string, string>> = {
  network: 'create',
  prefect: 'api_url',
  aws: 'account_id',
  api_key: 'secret_arn',
  flow_runs: 'image',
};

/** What a new stack file says of fields that it leaves to their defaults. */
const HINTS = [
  ['worker_cpu: 1024', 'size of a worker task; flow runs have their own'],
  ['worker_memory: 2048', 'in MiB'],
  ['tags: {Environment: dev}', 'on everything that is created'],
  ['flow_runs: {cpu: 1024, memory: 2048}', 'size of each flow run'],
  ['alarms: {email: [on-call@example.com]}', 'about 1 USD a month'],
] as const;

/** A new stack file, with a comment on what a newcomer must know. */
export function stackFileText(fields: Fields, schema: string): string {
  const document = new Document(fields);
  document.commentBefore = ` yaml-language-server: $schema=${schema}`;
  const items = isMap(document.contents) ? (document.contents.items as Pair[]) : [];
  items.forEach(({ key, value }, index) => {
    const comment = isScalar(key) ? COMMENTS[String(key.value)] : undefined;
    if (!isScalar(key) || comment === undefined) return;
    const member = ABOUT[String(key.value)];
    if (member !== undefined && !(isMap(value) && value.has(member))) return;
    key.commentBefore = ` ${comment}`;
    key.spaceBefore = index > 0;
  });
  const set = (hint: string) => Object.hasOwn(fields, hint.split(':')[0] ?? '');
  const hints = HINTS.filter(([hint]) => !set(hint)).map(([hint, what]) => `# ${hint}  # ${what}`);
  const text = document.toString({ lineWidth: 0 }).trimEnd();
  const others = '# The API key is never in this file: Terraform asks for it, or takes it from TF_VAR_prefect_api_key.';
  const key = 'prefect' in fields || 'api_key' in fields ? [] : [others];
  return [text, '', ...key, '# More fields, each with its default or an example:', ...hints, ''].join('\n');
}
