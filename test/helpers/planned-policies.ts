import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetPolicyCommand, GetPolicyVersionCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Environment } from '../../src/environment/environment';
import { synthesize } from '../../src/stack/synthesize';
import type { Emulator } from './emulator';
import { type Policy, parsePolicy } from './policy-evaluator';
import { type InFolder, inFolderOf } from './synthesized';
import { Terraform } from './terraform';

type Values = Readonly<Record<string, unknown>>;

interface Resource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly values: Values;
}

interface Module {
  readonly address: string;
  readonly resources?: readonly Resource[];
}

interface Modules {
  readonly root_module: { readonly child_modules?: readonly Module[] };
}

interface Configured {
  readonly address: string;
  readonly expressions: Readonly<Record<string, { readonly references?: readonly string[] }>>;
}

/** What `terraform show -json` says of a plan of modules, as far as policies are concerned. */
interface Plan {
  readonly planned_values: Modules;
  readonly prior_state?: { readonly values?: Modules };
  readonly configuration: {
    readonly root_module: {
      readonly module_calls: Readonly<
        Record<string, { readonly module: { readonly resources?: readonly Configured[] } }>
      >;
    };
  };
}

/** A stack, and what it is given. */
export interface Stack extends InFolder {
  readonly region: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The environment's stack, with a value for everything that Terraform would ask for. */
export function stackToPlan(environment: Environment): Stack {
  const stack = inFolderOf(synthesize([environment]).files, environment.name);
  return { ...stack, region: environment.region, inputs: answersFor(stack) };
}

/** Of an account or a workspace of Prefect Cloud, the inputs beside secrets that a stack may ask for. */
const AN_ID = '6e02a1db-07de-4760-a15d-60d8fe0b04e1';

/** A value for everything that Terraform would ask for. */
export function answersFor({ document }: InFolder): Record<string, string> {
  const asked = Object.entries(document.variable).filter(([, variable]) => !('default' in variable));
  return Object.fromEntries(asked.map(([name, { sensitive }]) => [name, sensitive ? 'a-secret' : AN_ID]));
}

/** A role as it would be applied. */
export interface PlannedRole {
  readonly arn: string;
  readonly trust: Policy;
  readonly policies: readonly Policy[];
  /** Managed policies that the emulator has no document of: the user's own. */
  readonly unread: readonly string[];
}

export interface PlannedQueue {
  readonly arn: string;
  /** The rules that fill it, as their ARNs end: with the bus that is not the default one. */
  readonly rules: readonly string[];
  /** undefined: whoever IAM lets. */
  readonly policy?: Policy;
}

/** What is random in a name, or chosen by AWS: nothing that refers to it is known before it is there. */
const RANDOM = ['aws_secretsmanager_secret_version', 'aws_ssm_parameter'];

/**
 * Plans stacks in full: all at once, as modules of one configuration, for starting Terraform takes longer than planning.
 * What is random is applied before.
 */
export async function planTogether(
  stacks: readonly Stack[],
  folder: string,
  emulator: Emulator,
): Promise<PlannedPolicies[]> {
  const plan = (await planAsModules(stacks, folder, emulator)) as Plan;
  return stacks.map((_, index) => new PlannedPolicies(plan, moduleOf(index), emulator));
}

/** The module that the stack of an index is in a plan of {@link planAsModules}. */
export function moduleOf(index: number): string {
  return `stack_${index}`;
}

/** What `terraform show -json` says of {@link planTogether}'s plan. */
export async function planAsModules(stacks: readonly Stack[], folder: string, emulator: Emulator): Promise<object> {
  const calls = stacks.map(({ document, templates, region, inputs }, index): [string, object] => {
    const name = moduleOf(index);
    const { terraform, provider: _, ...blocks } = document;
    mkdirSync(join(folder, name), { recursive: true });
    const settings = { required_providers: terraform['required_providers'] };
    writeFileSync(join(folder, name, 'main.tf.json'), JSON.stringify({ terraform: settings, ...blocks }));
    for (const [file, text] of templates) writeFileSync(join(folder, name, file), text);
    return [name, { source: `./${name}`, providers: { aws: `aws.${region}` }, ...inputs }];
  });
  const root = { provider: { aws: providers(stacks) }, module: Object.fromEntries(calls) };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(root));
  const terraform = new Terraform(folder, emulator.variables);
  await terraform.init();
  const first = (await terraform.plan()) as unknown as Plan;
  const random = modulesIn(first.planned_values).flatMap(({ resources = [] }) =>
    resources.filter(({ type }) => RANDOM.includes(type)).map(({ address }) => `-target=${address}`),
  );
  await terraform.apply(...random);
  return terraform.plan();
}

/** A provider for each region, under the region's name. */
export function providers(stacks: readonly Stack[]): object[] {
  return [...new Set(stacks.map(({ region }) => region))].map((region) => ({ region, alias: region }));
}

/** One stack of a plan in which every policy stands in full. */
export class PlannedPolicies {
  constructor(
    private readonly plan: Plan,
    private readonly module: string,
    private readonly emulator: Emulator,
  ) {}

  /** The values that a resource or data source is planned with; undefined where there is none of this type and name. */
  values(type: string, name: string): Values | undefined {
    return this.all(type).find((resource) => resource.name === name)?.values;
  }

  /** Resources, and data sources that were read. */
  all(type: string): Resource[] {
    const read = this.resources(this.plan.prior_state?.values).filter(({ mode }) => mode === 'data');
    return [...this.resources(this.plan.planned_values), ...read].filter((one) => one.type === type);
  }

  /** The role at an address without its index; undefined where none is made. */
  async role(name: string, iamArn: (resource: string) => string): Promise<PlannedRole | undefined> {
    const values = this.values('aws_iam_role', name);
    if (values === undefined) return undefined;
    const attachments = this.belongingTo('aws_iam_role_policy_attachment', name);
    // A policy of the stack and its attachment have one name; the ARN is known only after the apply.
    const ownPolicies = attachments
      .map((one) => this.values('aws_iam_policy', one.name))
      .filter((one) => one !== undefined);
    const attached = attachments
      .filter((one) => this.values('aws_iam_policy', one.name) === undefined)
      .map(({ values: { policy_arn: arn } }) => String(arn));
    const documents = await Promise.all(attached.map((arn) => this.managed(arn)));
    const inline = [...this.belongingTo('aws_iam_role_policy', name).map((one) => one.values), ...ownPolicies].map(
      (one) => textOf(one, 'policy'),
    );
    return {
      arn: iamArn(`role${values['path'] ?? '/'}${values['name']}`),
      trust: parsePolicy('trust', textOf(values, 'assume_role_policy')),
      policies: [...inline, ...documents.filter((one) => one !== undefined)].map((text) =>
        parsePolicy('identity', text),
      ),
      unread: attached.filter((_, index) => documents[index] === undefined),
    };
  }

  /** The names of all roles that tasks of ECS may take on. */
  rolesOfTasks(): string[] {
    return this.all('aws_iam_role')
      .filter(({ mode, values }) => mode === 'managed' && textOf(values, 'assume_role_policy').includes('"ecs-tasks.'))
      .map(({ name }) => name);
  }

  /** The names of all roles. */
  roles(): string[] {
    return this.all('aws_iam_role')
      .filter(({ mode }) => mode === 'managed')
      .map(({ name }) => name);
  }

  /** Policies of things themselves: who may do what with them. */
  ownPolicies(): { readonly type: string; readonly name: string; readonly policy: Policy; readonly on: string }[] {
    const identity = ['aws_iam_role_policy', 'aws_iam_policy', 'aws_iam_role'];
    return this.resources(this.plan.planned_values).flatMap(({ mode, type, name, values }) =>
      mode === 'data' || identity.includes(type)
        ? []
        : Object.values(values ?? {}).flatMap((text) => {
            if (typeof text !== 'string' || !/^\s*\{.*"Statement"/s.test(text)) return [];
            const [statement] = [JSON.parse(text).Statement].flat();
            return [{ type, name, policy: parsePolicy('resource', text), on: [statement.Resource].flat()[0] }];
          }),
    );
  }

  queues(arnOf: (queue: string) => string): PlannedQueue[] {
    return this.all('aws_sqs_queue').flatMap(({ mode, name, values }) => {
      if (mode === 'data') return [];
      const arn = arnOf(textOf(values, 'name'));
      const text = values['policy'] === undefined ? '' : textOf(values, 'policy');
      const policy = text === '' ? undefined : parsePolicy('resource', text);
      return [{ arn, rules: this.rulesThatFill(name, arn), ...(policy && { policy }) }];
    });
  }

  /** The rules, as their ARNs end, whose events reach a queue, or come to lie in it where they cannot be delivered. */
  private rulesThatFill(queue: string, arn: string): string[] {
    return this.all('aws_cloudwatch_event_target').flatMap(({ address, values }) => {
      const [deadLetters] = (values['dead_letter_config'] ?? []) as { readonly arn?: string }[];
      const reached = this.refersTo(address, 'arn', `aws_sqs_queue.${queue}`) || deadLetters?.arn === arn;
      if (!reached) return [];
      const bus = textOf(values, 'event_bus_name');
      return [bus === 'default' ? textOf(values, 'rule') : `${bus}/${textOf(values, 'rule')}`];
    });
  }

  private resources(values: Modules | undefined): readonly Resource[] {
    return modulesIn(values).find(({ address }) => address === `module.${this.module}`)?.resources ?? [];
  }

  /** Resources of a type that say by their configuration that they are this role's. */
  private belongingTo(type: string, role: string): Resource[] {
    return this.all(type).filter(({ address }) => this.refersTo(address, 'role', `aws_iam_role.${role}`));
  }

  /** Whether an attribute of a resource refers to another resource by its configuration. */
  private refersTo(address: string, attribute: string, other: string): boolean {
    const own = address.replace(`module.${this.module}.`, '').replace(/\[.*$/, '');
    const { resources } = this.plan.configuration.root_module.module_calls[this.module]?.module ?? {};
    const configured = resources?.find((one) => one.address === own);
    return configured?.expressions[attribute]?.references?.includes(other) ?? false;
  }

  /** The document of a policy that AWS itself keeps. */
  private async managed(arn: string): Promise<string | undefined> {
    if (!/:iam::aws:policy\//.test(arn)) return undefined;
    const iam = this.emulator.client(IAMClient);
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
    );
    return decodeURIComponent(PolicyVersion?.Document ?? '');
  }
}

function modulesIn(values: Modules | undefined): readonly Module[] {
  return values?.root_module.child_modules ?? [];
}

/** @throws Error where the plan does not know it yet: nobody could read such a plan. */
function textOf(values: Values, attribute: string): string {
  const value = values[attribute];
  if (typeof value !== 'string') throw new Error(`${attribute} of ${JSON.stringify(values)} is not known at plan`);
  return value;
}
