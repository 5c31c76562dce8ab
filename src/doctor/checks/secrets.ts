import type { Secret } from '@aws-sdk/client-ecs';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { inRegionOf } from '../aws';
import type { Check, Context } from '../context';
import { readCredential } from '../credential';
import { type Finding, ok, problem, skipped } from '../finding';
import { type FlowRunTask, flowRunTasks } from '../flow-run-tasks';
import { fault, secretReference } from '../secret-value';
import { isKnown, UNKNOWN } from '../terraform-value';
import { isMissing, looking } from '../unread';
import { currentTask, inWords, type Worker } from '../workers';

/** Whether the secrets and parameters that containers are given exist, and whether the credential has the right form. */
export const checkSecrets: Check = async (context) => {
  const found = await Promise.all([
    ...context.workers.map((worker) => secretsOf(context, worker)),
    ...flowRunTasks(context).map((task) => secretsOfFlowRuns(context, task)),
  ]);
  return found.flat();
};

/** Those that the template of a work pool gives to flow runs; the worker's own are looked at already. */
async function secretsOfFlowRuns(
  context: Context,
  { worker, whose, containers }: FlowRunTask,
): Promise<readonly Finding[]> {
  const secrets = containers.flatMap(({ secrets = [] }) => secrets);
  const given = currentTask(worker).containers.flatMap(({ secrets = [] }) => secrets.map(({ valueFrom }) => valueFrom));
  const others = secrets.filter(({ valueFrom }) => !given.includes(valueFrom));
  return existenceOf(context, worker, whose, others);
}

async function existenceOf(
  context: Context,
  worker: Worker,
  whose: string,
  secrets: readonly Secret[],
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    secrets.map(({ name = '', valueFrom = '' }) => {
      const subject = `${whose}: secret ${name}`;
      return secretReference(valueFrom).kind === 'secret'
        ? looking(subject, 'secretsmanager:DescribeSecret', () => secret(context, worker, subject, valueFrom))
        : looking(subject, 'ssm:GetParameter', () => parameter(context, subject, valueFrom));
    }),
  );
  return found.flat();
}

async function secretsOf(context: Context, worker: Worker): Promise<Finding[]> {
  const secrets = currentTask(worker).containers.flatMap(({ secrets = [] }) => secrets);
  const found = await existenceOf(context, worker, inWords(worker), secrets);
  const subject = `${inWords(worker)}: credential`;
  return [
    ...found,
    ...(await looking(subject, 'secretsmanager:GetSecretValue', () => credential(context, worker, subject))),
  ];
}

async function secret({ aws, stack }: Context, worker: Worker, subject: string, valueFrom: string): Promise<Finding[]> {
  const { id } = secretReference(valueFrom);
  // An ARN ends in six characters of AWS's: of one that is created or looked up only the name is known.
  const SecretId = isKnown(id) ? id : nameIn(id);
  const isOurs = [...stack.resources('aws_secretsmanager_secret').values()].some(({ name }) => name === SecretId);
  if (!isKnown(SecretId)) return [skipped(subject, 'its name is only known after the apply')];
  try {
    const { DeletedDate } = await inRegionOf(aws, id).secrets.send(new DescribeSecretCommand({ SecretId }));
    if (DeletedDate === undefined) return [ok(subject, `${nameIn(id)} exists`)];
    return [
      problem(subject, {
        id: 'secret-deleted',
        seen: `${nameIn(id)} is scheduled for deletion`,
        cause:
          'It was destroyed, and its recovery window is not over: its name is taken, and its value cannot be read.',
        wayOut: 'Restore it and import it, or delete it for good before the next apply.',
        section: 'Destroy',
      }),
    ];
  } catch (error) {
    if (!isMissing(error)) throw error;
    if (isOurs && worker.live === undefined) return [skipped(subject, `${nameIn(id)} is created by the apply`)];
    return [missing(subject, `there is no secret ${nameIn(id)}`)];
  }
}

async function parameter({ aws }: Context, subject: string, Name: string): Promise<Finding[]> {
  if (!isKnown(Name)) return [skipped(subject, 'its name is only known after the apply')];
  try {
    // Without decryption: whether it exists is all that is asked here.
    const { Parameter } = await inRegionOf(aws, Name).ssm.send(new GetParameterCommand({ Name }));
    return [ok(subject, `the parameter ${Parameter?.Name} exists, of type ${Parameter?.Type}`)];
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [missing(subject, `there is no parameter ${Name}`)];
  }
}

function missing(subject: string, seen: string): Finding {
  return problem(subject, {
    id: 'secret-missing',
    seen,
    cause: 'It was never created, was deleted, or is in another account or region: no task can start without it.',
    wayOut: 'Create it, or correct its name in the stack file.',
    section: 'When something is wrong',
  });
}

async function credential({ aws }: Context, worker: Worker, subject: string): Promise<Finding[]> {
  const read = await readCredential(aws, currentTask(worker));
  switch (read.state) {
    case 'none':
    case 'later':
    case 'missing':
      return [];
    case 'denied':
      return [skipped(subject, `the value of ${read.name} was not read: these credentials may not`)];
    case 'no-value':
      return [invalid(subject, `the secret of ${read.name} has no value`)];
    case 'no-key':
      return [invalid(subject, `the secret of ${read.name} is not JSON with the key that the task asks for`)];
    default: {
      const wrong = fault(read.value);
      return wrong === undefined
        ? [ok(subject, `the value of ${read.name} has the right form`)]
        : [invalid(subject, `the value of ${read.name} ${wrong}`)];
    }
  }
}

function invalid(subject: string, seen: string): Finding {
  return problem(subject, {
    id: 'credential-invalid',
    seen,
    cause: 'A credential is one line of visible characters; with another the worker exits, and may print it.',
    wayOut: 'Store the credential again, without spaces and line breaks around it.',
    section: 'Rotate the API key',
  });
}

/** `secret:NAME-AbC123` of an ARN without its six characters. */
function nameIn(arn: string): string {
  return (arn.split(':')[6] ?? UNKNOWN).replace(/-[^-]{1,6}$/, '');
}
