import type { Readable, Writable } from 'node:stream';
import { cancel, isCancel, select, text } from '@clack/prompts';
import type { Answers, Fields } from './answers';

/** Asks for what flags and files have not answered. undefined: the person gave up. */
export async function ask(given: Answers, fields: Fields, terminal: Terminal = {}): Promise<Answers | undefined> {
  try {
    return await new Interview(terminal).answers(given, fields);
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
    cancel('Nothing was written.', terminal);
    return undefined;
  }
}

/** Default: that of the process. */
export interface Terminal {
  readonly input?: Readable;
  readonly output?: Writable;
}

class GivenUp extends Error {}

type Choice = readonly (readonly [value: string, label: string])[];

const PREFECT: Choice = [
  ['cloud', 'Prefect Cloud'],
  ['own', 'a server of your own'],
];
const AUTH: Choice = [
  ['none', 'not at all'],
  ['auth_string', 'basic authentication (PREFECT_API_AUTH_STRING)'],
  ['api_key', 'an API key'],
];
const VPC: Choice = [
  ['existing', 'one that exists'],
  ['new', 'a new one, with a NAT gateway (about 33 USD a month)'],
];
const IMAGE: Choice = [
  ['default', "Prefect's public image; images of flows wherever you push them"],
  ['ecr', 'an ECR repository for the images of flows'],
];
const BACKEND: Choice = [
  ['s3', 'an S3 bucket'],
  ['hcp', 'HCP Terraform'],
  ['at-init', 'given to terraform init'],
  ['local', 'a file on this machine, for a trial'],
];

class Interview {
  constructor(private readonly terminal: Terminal) {}

  async answers(given: Answers, fields: Fields): Promise<Answers> {
    const region =
      given.region ?? (await this.line('AWS region', { initialValue: process.env['AWS_REGION'] ?? 'us-east-1' }));
    const isCloudKnown = fields['prefect_account_id'] !== undefined || given.account !== undefined;
    const where = given.prefect ?? (isCloudKnown ? 'cloud' : await this.choice('Prefect', PREFECT));
    const isCloud = where === 'cloud';
    const prefect =
      where === 'own' ? await this.line('URL of its API', { placeholder: 'http://prefect.internal:4200/api' }) : where;
    const account = isCloud
      ? (given.account ?? fields['prefect_account_id'] ?? (await this.line('Account ID')))
      : undefined;
    const workspace = isCloud
      ? (given.workspace ?? fields['prefect_workspace_id'] ?? (await this.line('Workspace ID')))
      : undefined;
    const auth = isCloud ? undefined : (given.auth ?? (await this.choice('How the worker authenticates', AUTH)));
    const pool =
      given.pool ?? fields['worker_work_pool_name'] ?? (await this.line('Work pool', { placeholder: 'ecs-pool' }));
    const kind = given.vpc ?? fields['vpc_id'] ?? (await this.choice('VPC', VPC));
    const vpc = kind === 'existing' ? await this.line('VPC ID', { placeholder: 'vpc-…' }) : kind;
    const needsSubnets = vpc !== 'new' && (given.subnets ?? fields['worker_subnets']) === undefined;
    const subnets = needsSubnets
      ? (await this.line('Subnet IDs, with spaces between')).split(/[\s,]+/).filter(Boolean)
      : given.subnets;
    const image =
      given.image ?? (fields['worker_image'] === undefined ? await this.choice('Images', IMAGE) : undefined);
    const backend = given.backend ?? (await this.backendOf(await this.choice('Terraform state', BACKEND)));
    return { region, prefect, account, workspace, auth, pool, vpc, subnets, image, backend } as Answers;
  }

  private async backendOf(kind: string): Promise<string> {
    if (kind === 's3') return `s3:${await this.line('Name of the bucket')}`;
    return kind === 'hcp' ? `hcp:${await this.line('Organization')}` : kind;
  }

  private async line(message: string, options: { placeholder?: string; initialValue?: string } = {}): Promise<string> {
    const validate = (value: string | undefined) => ((value ?? '').trim() === '' ? 'required' : undefined);
    return resultOf(await text({ message, ...options, validate, ...this.terminal })).trim();
  }

  private async choice(message: string, choices: Choice): Promise<string> {
    return resultOf(
      await select({ message, options: choices.map(([value, label]) => ({ value, label })), ...this.terminal }),
    );
  }
}

function resultOf(answer: string | symbol): string {
  if (isCancel(answer)) throw new GivenUp();
  return answer as string;
}
