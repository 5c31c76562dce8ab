import { GetRoleCommand, type Role } from '@aws-sdk/client-iam';
import type { Check, Context } from '../context';
import { type Finding, ok, problem } from '../finding';
import { flowRunTasks } from '../flow-run-tasks';
import { isKnown, UNKNOWN } from '../terraform-value';
import { isMissing, looking } from '../unread';
import { currentTask, type WorkerTask } from '../workers';

/** Whether the roles of the tasks exist, and whether ECS may take them. */
export const checkRoles: Check = async (context) => {
  return rolesNamed(context, namesOf(context.workers.map(currentTask)));
};

/** Whether those of flow runs do, as far as they are others. */
export const checkFlowRunRoles: Check = async (context) => {
  const ofWorkers = namesOf(context.workers.map(currentTask));
  return rolesNamed(
    context,
    namesOf(flowRunTasks(context)).filter((name) => !ofWorkers.includes(name)),
  );
};

function namesOf(tasks: readonly WorkerTask[]): string[] {
  const arns = tasks.flatMap(({ executionRole, taskRole }) => [executionRole, taskRole]);
  return [...new Set(arns.flatMap((arn) => (arn === undefined ? [] : nameIn(arn))))];
}

async function rolesNamed(context: Context, names: readonly string[]): Promise<Finding[]> {
  const created = new Set([...context.stack.resources('aws_iam_role').values()].map(({ name }) => String(name)));
  const applied = context.workers.some(({ live }) => live !== undefined);
  const found = await Promise.all(
    names
      .filter((name) => applied || !created.has(name))
      .map((name) => looking(`role ${name}`, 'iam:GetRole', () => role(context, name, created.has(name)))),
  );
  return found.flat();
}

/** The name in `arn:…:role/PATH/NAME`; the path of a role that the stack looks up is unknown. */
function nameIn(arn: string): string[] {
  const name = arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(UNKNOWN)) + 1);
  return name !== '' && isKnown(name) ? [name] : [];
}

async function role({ aws, account }: Context, RoleName: string, isCreated: boolean): Promise<Finding[]> {
  const subject = `role ${RoleName}`;
  try {
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName }));
    return [trust(subject, Role, account)];
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [
      problem(subject, {
        id: 'role-missing',
        seen: 'it does not exist',
        cause: isCreated ? 'Somebody deleted it after the apply.' : 'It is not in this account.',
        wayOut: isCreated ? 'Apply again.' : 'Create it, or correct roles or flow_runs in the stack file.',
        section: 'Before you apply',
      }),
    ];
  }
}

const SERVICE = 'ecs-tasks.amazonaws.com';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal?: { readonly Service?: string | readonly string[] };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

function trust(subject: string, role: Role | undefined, account: string): Finding {
  const statements = statementsOf(role?.AssumeRolePolicyDocument);
  const forTasks = statements.filter(
    ({ Effect, Action, Principal }) =>
      Effect === 'Allow' && list(Action).includes('sts:AssumeRole') && list(Principal?.Service).includes(SERVICE),
  );
  if (forTasks.some((statement) => admits(statement, account))) return ok(subject, 'ECS tasks may take it');
  return problem(subject, {
    id: 'role-trust',
    seen:
      forTasks.length === 0
        ? `its trust policy does not let ${SERVICE} take it`
        : `its trust policy lets ${SERVICE} take it for another account only`,
    cause: 'ECS may not take this role, and so no task starts.',
    wayOut: `Allow sts:AssumeRole for ${SERVICE} in its trust policy (aws:SourceAccount, where it is set, is ${account}).`,
    section: 'Before you apply',
  });
}

/** Whether a statement fits tasks of this account; conditions on other keys are not judged. */
function admits({ Condition = {} }: Statement, account: string): boolean {
  const accounts = Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, value]) => (/^aws:SourceAccount$/i.test(key) ? list(value) : [])),
  );
  return accounts.length === 0 || accounts.includes(account);
}

/** An IAM document, which the API gives in the form of a URL. */
function statementsOf(text = ''): Statement[] {
  const { Statement = [] } = JSON.parse(decodeURIComponent(text) || '{}') as { Statement?: Statement | Statement[] };
  return [Statement].flat();
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat();
}
