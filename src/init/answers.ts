import { randomInt } from 'node:crypto';
import { cloudIdsIn } from '../values/api-url';

/** What a new environment is asked for, as flags or on a terminal. */
export interface Answers {
  readonly region?: string;
  /** cloud, the address of a workspace there, or the URL of the API of a server. */
  readonly prefect?: string;
  readonly account?: string;
  readonly workspace?: string;
  readonly auth?: string;
  readonly pool?: string;
  /** new, or the id of a VPC. */
  readonly vpc?: string;
  readonly subnets?: readonly string[];
  /** Whether tasks get a public address: the subnets lead out no other way. */
  readonly publicAddress?: boolean;
  /** The account of AWS: an apply refuses any other. */
  readonly awsAccount?: string;
  /** The ARN of the secret that has the key. */
  readonly secret?: string;
  /** The image of flow runs. */
  readonly flowImage?: string;
  /** default, ecr, or a reference of an image. */
  readonly image?: string;
  /** local, s3:BUCKET, hcp:ORGANIZATION, or at-init. */
  readonly backend?: string;
  /** The end of all physical names; true: a random one. */
  readonly suffix?: string | true;
}

/** Fields of a stack file, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** With the IDs that the address of a workspace of Prefect Cloud has. */
export function withCloudIds<Given extends Answers>(answers: Given): Given {
  const ids = answers.prefect === undefined ? undefined : cloudIdsIn(answers.prefect);
  return ids === undefined ? answers : { ...answers, ...ids, prefect: 'cloud' };
}

/** Answers that are still missing: of each its flag, with an example. */
export function missingFlags(answers: Answers, fields: Fields): string[] {
  const { region, prefect, account, workspace, auth, pool, vpc, subnets = [] } = answers;
  const isOwnServer = prefect !== undefined && prefect !== 'cloud';
  const missing: [boolean, string][] = [
    [region === undefined, '--region us-east-1'],
    [isOwnServer && auth === undefined, '--auth none (or api_key, auth_string)'],
    [!isOwnServer && account === undefined && fields['prefect_account_id'] === undefined, '--account ID'],
    [!isOwnServer && workspace === undefined && fields['prefect_workspace_id'] === undefined, '--workspace ID'],
    [pool === undefined && fields['worker_work_pool_name'] === undefined, '--pool NAME'],
    [vpc === undefined && fields['vpc_id'] === undefined, '--vpc ID (or new)'],
    [vpc !== 'new' && subnets.length === 0 && fields['worker_subnets'] === undefined, '--subnets ID ID'],
  ];
  return missing.flatMap(([isMissing, flag]) => (isMissing ? [flag] : []));
}

/** A flag, and the one that makes it meaningless. */
export interface IdleFlag {
  readonly path: string;
  readonly beside: string;
}

export function flagsWithoutEffect(answers: Answers): IdleFlag[] {
  const { prefect, account, workspace, auth, vpc, subnets } = answers;
  const isAddress = prefect !== undefined && prefect !== 'cloud';
  const isCloud = withCloudIds(answers).prefect === 'cloud';
  const flags: [isIdle: boolean, flag: IdleFlag][] = [
    [isAddress && account !== undefined, { path: '--account', beside: `--prefect ${prefect}` }],
    [isAddress && workspace !== undefined, { path: '--workspace', beside: `--prefect ${prefect}` }],
    [isCloud && auth !== undefined, { path: '--auth', beside: `--prefect ${prefect}` }],
    [
      prefect === undefined && account !== undefined && auth !== undefined,
      { path: '--auth', beside: '--account, which is of Prefect Cloud' },
    ],
    [vpc === 'new' && subnets !== undefined, { path: '--subnets', beside: '--vpc new' }],
  ];
  return flags.flatMap(([isIdle, flag]) => (isIdle ? [flag] : []));
}

export const BACKENDS = 'local, s3:BUCKET, hcp:ORGANIZATION, at-init';

export function isBackend(backend: string): boolean {
  return /^(local|at-init|(s3|hcp):.+)$/s.test(backend);
}

/** The fields that answers stand for. */
export function fieldsOf(answers: Answers, from: Fields): Fields {
  const { region, pool, vpc, subnets = [], backend, suffix, awsAccount, publicAddress, secret } = answers;
  const { prefect_account_id: _, prefect_workspace_id: __, vpc_id: fromVpc, ...others } = from;
  const { worker_subnets: fromSubnets, worker_work_pool_name: fromPool, ...rest } = others;
  return {
    ...(Object.keys(from).length > 0 && { preset: 'reference' }),
    region,
    ...(awsAccount !== undefined && { aws: { account_id: awsAccount } }),
    ...prefectFields(answers, from),
    worker_work_pool_name: pool ?? fromPool,
    ...(vpc === 'new'
      ? { network: { create: { nat: 'single' } } }
      : { vpc_id: vpc ?? fromVpc, worker_subnets: subnets.length > 0 ? subnets : fromSubnets }),
    ...rest,
    ...(vpc !== 'new' && publicAddress && { network: { assign_public_ip: true } }),
    ...(secret !== undefined && { api_key: { secret_arn: secret } }),
    ...imageFields(answers),
    ...(suffix !== undefined && { names: { suffix: suffix === true ? randomSuffix() : suffix } }),
    ...(backend !== undefined && backend !== 'local' && { backend: backendOf(backend) }),
  };
}

function prefectFields({ prefect, account, workspace, auth }: Answers, from: Fields): Fields {
  if (prefect !== undefined && prefect !== 'cloud') return { prefect: { api_url: prefect, auth } };
  return {
    prefect_account_id: account ?? from['prefect_account_id'],
    prefect_workspace_id: workspace ?? from['prefect_workspace_id'],
  };
}

function imageFields({ image, flowImage }: Answers): Fields {
  return {
    ...(flowImage !== undefined && { flow_runs: { image: flowImage } }),
    ...(image === 'ecr' && { image: { repository: {} } }),
    ...(image !== undefined && image !== 'ecr' && image !== 'default' && { worker_image: image }),
  };
}

/** Five characters, of which none is easily taken for another: one of 28 million. */
function randomSuffix(): string {
  const characters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from({ length: 5 }, () => characters[randomInt(characters.length)]).join('');
}

function backendOf(backend: string): object {
  const [kind = '', name = ''] = backend.split(/:(.*)/s);
  if (kind === 's3') return { s3: { bucket: name } };
  if (kind === 'hcp') return { hcp: { organization: name } };
  return { at_init: 's3' };
}
