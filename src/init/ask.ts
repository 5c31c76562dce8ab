import type { Readable, Writable } from 'node:stream';
import { cancel, confirm, isCancel, log, multiselect, select, text as textPrompt } from '@clack/prompts';
import type * as z from 'zod';
import { apiUrlFault } from '../values/api-url';
import { checked, paramsOf, text } from '../values/fields';
import { REGION, SUBNET_ID, VPC_ID } from '../values/limits/network';
import { API_URL, ECS_POOL_NAME, UUID } from '../values/limits/prefect';
import { s3Bucket } from '../values/s3-bucket';
import type { Answers, Fields } from './answers';
import {
  bucketChoice,
  type Choice,
  type FoundInAws,
  type FoundInPrefect,
  type FoundPools,
  type LookUps,
  needPublicAddress,
  poolChoice,
  secretChoice,
  subnetChoice,
  usableSubnets,
  vpcChoice,
  workspaceChoice,
} from './found';

/** Look-ups that no question has used yet. */
export interface OfferedLookUps {
  /** What there seem to be credentials of. */
  readonly credentials: readonly string[];
  accepted(): LookUps;
}

/** Asks for what flags and files have not answered. undefined: the person gave up. */
export async function ask(
  given: Answers,
  fields: Fields,
  terminal: Terminal = {},
  lookUps?: LookUps | OfferedLookUps,
): Promise<Answers | undefined> {
  try {
    const accepted = lookUps !== undefined && 'accepted' in lookUps ? await acceptedOf(lookUps, terminal) : lookUps;
    return await new Interview(terminal, accepted).answers(given, fields);
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
    cancel('Nothing was written.', terminal);
    return undefined;
  }
}

async function acceptedOf({ credentials, accepted }: OfferedLookUps, terminal: Terminal): Promise<LookUps | undefined> {
  if (credentials.length === 0) return undefined;
  const message = `Look up what exists, with your credentials of ${credentials.join(' and ')}? It reads only`;
  const answer = await confirm({ message, ...terminal });
  if (isCancel(answer)) throw new GivenUp();
  return answer ? accepted() : undefined;
}

/** Default: that of the process. */
export interface Terminal {
  readonly input?: Readable;
  readonly output?: Writable;
}

class GivenUp extends Error {}

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

/** The last choice where others were looked up. */
const ANOTHER = ['another', 'another one'] as const;

/** What answers must be, as the fields that they become. */
const FIELDS = {
  region: text(REGION),
  uuid: text(UUID),
  pool: text(ECS_POOL_NAME),
  vpc: text(VPC_ID),
  subnet: text(SUBNET_ID),
  url: checked(text(API_URL), apiUrlFault),
  bucket: s3Bucket(),
};

const SECRET: Choice = [['new', 'a new secret, whose value Terraform asks for']];

/** How a line is asked for. */
/** Where Prefect is, and how the worker shows who it is. */
interface PrefectAnswers {
  readonly prefect: string;
  readonly account: unknown;
  readonly workspace: unknown;
  readonly auth: string | undefined;
}

interface Asked {
  readonly placeholder?: string;
  readonly initialValue?: string;
  /** What it becomes; of a list, each entry of it. */
  readonly field?: z.ZodType;
  readonly isList?: boolean;
}

function idsIn(line: string): string[] {
  return line.split(/[\s,]+/).filter(Boolean);
}

class Interview {
  constructor(
    private readonly terminal: Terminal,
    private readonly lookUps: LookUps | undefined,
  ) {}

  async answers(given: Answers, fields: Fields): Promise<Answers> {
    const initialValue = (await this.lookUps?.region()) ?? process.env['AWS_REGION'] ?? 'us-east-1';
    const region = given.region ?? (await this.line('AWS region', { initialValue, field: FIELDS.region }));
    const aws = await this.lookUps?.inAws(region);
    const ofPrefect = await this.prefect(given, fields);
    const pool =
      given.pool ??
      fields['worker_work_pool_name'] ??
      (await this.oneOf('Work pool', poolChoice(await this.pools(ofPrefect)), {
        placeholder: 'ecs-pool',
        field: FIELDS.pool,
      }));
    const network = await this.network(given, fields, aws);
    const secret = given.secret ?? (ofPrefect.auth === 'none' ? undefined : await this.secret(aws));
    const image =
      given.image ?? (fields['worker_image'] === undefined ? await this.choice('Images', imageChoice(aws)) : undefined);
    const isFound = image !== undefined && aws?.images.includes(image);
    const backend = given.backend ?? (await this.backendOf(await this.choice('Terraform state', BACKEND), aws));
    return {
      ...given,
      region,
      ...ofPrefect,
      pool,
      ...network,
      ...(isFound && given.image === undefined ? { flowImage: given.flowImage ?? image } : { image }),
      backend,
      ...(secret !== undefined && { secret }),
      ...(aws?.account !== undefined && { awsAccount: given.awsAccount ?? aws.account }),
    } as Answers;
  }

  private async prefect(given: Answers, fields: Fields): Promise<PrefectAnswers> {
    const found = await this.lookUps?.inPrefect();
    this.warn(found?.unread);
    const isCloudKnown = fields['prefect_account_id'] !== undefined || given.account !== undefined;
    const sorted = found?.apiUrl === undefined ? PREFECT : [...PREFECT].reverse();
    const where = given.prefect ?? (isCloudKnown ? 'cloud' : await this.choice('Prefect', sorted));
    return where === 'cloud' ? this.workspace(given, fields, found) : this.server(where, given, found?.apiUrl);
  }

  private async workspace(given: Answers, fields: Fields, found: FoundInPrefect | undefined): Promise<PrefectAnswers> {
    const account = given.account ?? fields['prefect_account_id'];
    const workspace = given.workspace ?? fields['prefect_workspace_id'];
    const isAsked = account === undefined && workspace === undefined;
    const workspaces = found !== undefined && isAsked ? workspaceChoice(found) : [];
    const chosen = workspaces.length > 0 ? await this.choice('Workspace', [...workspaces, ANOTHER]) : ANOTHER[0];
    if (chosen !== ANOTHER[0]) {
      const [ofAccount, ofWorkspace] = chosen.split('/');
      return { prefect: 'cloud', account: ofAccount, workspace: ofWorkspace, auth: undefined };
    }
    return {
      prefect: 'cloud',
      account: account ?? (await this.line('Account ID', { field: FIELDS.uuid })),
      workspace: workspace ?? (await this.line('Workspace ID', { field: FIELDS.uuid })),
      auth: undefined,
    };
  }

  private async server(where: string, given: Answers, apiUrl: string | undefined): Promise<PrefectAnswers> {
    const known = apiUrl === undefined ? { placeholder: 'http://prefect.internal:4200/api' } : { initialValue: apiUrl };
    const prefect =
      where === 'own' ? await this.line('URL of its API, as tasks reach it', { ...known, field: FIELDS.url }) : where;
    const auth = given.auth ?? (await this.choice('How the worker authenticates', AUTH));
    return { prefect, account: undefined, workspace: undefined, auth };
  }

  private async pools({ prefect, account, workspace }: PrefectAnswers): Promise<FoundPools> {
    if (this.lookUps === undefined) return { pools: [], unread: [] };
    const where = prefect === 'cloud' ? { account: String(account), workspace: String(workspace) } : prefect;
    const pools = await this.lookUps.poolsOf(where);
    this.warn(pools.unread);
    return pools;
  }

  private async network(given: Answers, fields: Fields, aws: FoundInAws | undefined) {
    this.warn(aws?.unread);
    const kind = given.vpc ?? fields['vpc_id'] ?? (await this.choice('VPC', VPC));
    const found = aws === undefined ? [] : vpcChoice(aws);
    const vpc =
      kind === 'existing' ? await this.oneOf('VPC ID', found, { placeholder: 'vpc-…', field: FIELDS.vpc }) : kind;
    const needsSubnets = vpc !== 'new' && (given.subnets ?? fields['worker_subnets']) === undefined;
    const subnets = needsSubnets ? await this.subnets(aws, String(vpc)) : given.subnets;
    const publicAddress = aws !== undefined && needPublicAddress(aws, subnets ?? []);
    return { vpc, subnets, ...(publicAddress && { publicAddress }) };
  }

  private async subnets(aws: FoundInAws | undefined, vpc: string): Promise<readonly string[]> {
    const found = aws?.vpcs.find(({ id }) => id === vpc);
    if (found === undefined || found.subnets.length === 0) {
      return idsIn(await this.line('Subnet IDs, with spaces between', { field: FIELDS.subnet, isList: true }));
    }
    const answer = await multiselect({
      message: 'Subnets',
      options: subnetChoice(found).map(([value, label]) => ({ value, label })),
      initialValues: usableSubnets(found),
      ...this.terminal,
    });
    if (isCancel(answer)) throw new GivenUp();
    return answer;
  }

  private async secret(aws: FoundInAws | undefined): Promise<string | undefined> {
    const found = aws === undefined ? [] : secretChoice(aws);
    if (found.length === 0) return undefined;
    const chosen = await this.choice('Key of the worker', [...SECRET, ...found]);
    return chosen === 'new' ? undefined : chosen;
  }

  private async backendOf(kind: string, aws: FoundInAws | undefined): Promise<string> {
    const buckets = aws === undefined ? [] : bucketChoice(aws);
    if (kind === 's3') return `s3:${await this.oneOf('Name of the bucket', buckets, { field: FIELDS.bucket })}`;
    return kind === 'hcp' ? `hcp:${await this.line('Organization')}` : kind;
  }

  /** One of those that were looked up, or what is typed. */
  private async oneOf(message: string, found: Choice, options: Asked): Promise<string> {
    const chosen = found.length > 0 ? await this.choice(message, [...found, ANOTHER]) : ANOTHER[0];
    return chosen === ANOTHER[0] ? this.line(message, options) : chosen;
  }

  private warn(unread: readonly string[] = []): void {
    for (const line of unread) log.warn(line, this.terminal);
  }

  private async line(message: string, { field, isList, ...options }: Asked = {}): Promise<string> {
    const validate = (value = '') => {
      if (value.trim() === '') return 'is required';
      const values = isList ? idsIn(value) : [value.trim()];
      return values.flatMap((one) => faultOf(field?.safeParse(one).error) ?? [])[0];
    };
    return resultOf(await textPrompt({ message, ...options, validate, ...this.terminal })).trim();
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

/** What is wrong, and what to do. */
function faultOf(error: z.ZodError | undefined): string | undefined {
  const [issue] = error?.issues ?? [];
  return issue && [issue.message, paramsOf(issue).hint ?? []].flat().join('; ');
}

function imageChoice(aws: FoundInAws | undefined): Choice {
  const found = (aws?.images ?? []).map((image) => [image, `images of flows: ${image}`] as const);
  return [...IMAGE, ...found];
}
