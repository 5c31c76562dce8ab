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

/** What was looked up where no question can be asked. */
export interface LookedUp {
  readonly answers: Answers;
  /** What there is more than one of, by the flag that chooses. */
  readonly candidates: ReadonlyMap<string, Choice>;
  /** What was found, and needs a flag to be used. */
  readonly unused: readonly string[];
  readonly unread: readonly string[];
}

/** Takes what can be meant only in one way: the only VPC, its subnets with a way out, the only work pool. */
export async function lookUp(given: Answers, fields: Fields, lookUps: LookUps): Promise<LookedUp> {
  const region = given.region ?? (await lookUps.region());
  const [inAws, inPrefect] = await Promise.all([
    region === undefined ? undefined : lookUps.inAws(region),
    lookUps.inPrefect(),
  ]);
  const asked = { given, fields, candidates: new Map<string, Choice>() };
  const where = inWorkspace(asked, inPrefect);
  const pools = await poolsIn(where, lookUps);
  const network = inAws === undefined ? {} : inNetwork(asked, inAws);
  const pool = poolAmong(asked, pools);
  return {
    answers: {
      ...given,
      ...defined({ region, ...where, pool, awsAccount: given.awsAccount ?? inAws?.account }),
      ...network,
    },
    candidates: asked.candidates,
    unused: inAws === undefined ? [] : unusedOf(given, inAws),
    unread: [...(inAws?.unread ?? []), ...inPrefect.unread, ...pools.unread],
  };
}

/** What is known, and where what there is more than one of is noted. */
interface Asked {
  readonly given: Answers;
  readonly fields: Fields;
  readonly candidates: Map<string, Choice>;
}

function onlyOne({ candidates }: Asked, flag: string, choice: Choice): string | undefined {
  if (choice.length > 1) candidates.set(flag, choice);
  return choice.length === 1 ? choice[0]?.[0] : undefined;
}

/** The server, or the workspace of Prefect Cloud. */
function inWorkspace(asked: Asked, found: FoundInPrefect): Pick<Answers, 'prefect' | 'account' | 'workspace'> {
  const { given, fields } = asked;
  const hasCloud = (given.account ?? fields['prefect_account_id']) !== undefined;
  const prefect = given.prefect ?? (hasCloud ? undefined : found.apiUrl);
  const isKnown = hasCloud && (given.workspace ?? fields['prefect_workspace_id']) !== undefined;
  const { account, workspace } = given;
  if (isOwnServer(prefect) || isKnown) return { prefect, account, workspace };
  const inAccount = found.workspaces.filter((one) => (account ?? one.account) === one.account);
  const only = onlyOne(asked, '--workspace', workspaceChoice({ ...found, workspaces: inAccount }));
  const [ofOnly, workspaceOfOnly] = only?.split('/') ?? [account, workspace];
  return { prefect, account: ofOnly, workspace: workspaceOfOnly };
}

function isOwnServer(prefect: string | undefined): prefect is string {
  return prefect !== undefined && prefect !== 'cloud';
}

async function poolsIn(where: Pick<Answers, 'prefect' | 'account' | 'workspace'>, lookUps: LookUps) {
  const { prefect, account, workspace } = where;
  if (isOwnServer(prefect)) return lookUps.poolsOf(prefect);
  if (account === undefined || workspace === undefined) return { pools: [], unread: [] };
  return lookUps.poolsOf({ account, workspace });
}

function poolAmong(asked: Asked, pools: FoundPools): string | undefined {
  const { given, fields } = asked;
  const isKnown = (given.pool ?? fields['worker_work_pool_name']) !== undefined;
  return isKnown ? given.pool : onlyOne(asked, '--pool', poolChoice(pools));
}

/** The VPC, its subnets, and whether they need a public address. */
function inNetwork(asked: Asked, found: FoundInAws): Partial<Answers> {
  const { given, fields } = asked;
  const isVpcKnown = (given.vpc ?? fields['vpc_id']) !== undefined;
  const vpc = isVpcKnown ? given.vpc : onlyOne(asked, '--vpc', vpcChoice(found));
  const isSubnetKnown = fields['worker_subnets'] !== undefined;
  const subnets = given.subnets ?? (isSubnetKnown ? undefined : subnetsOf(asked, found, vpc));
  return {
    ...defined({ vpc, subnets }),
    ...(subnets !== undefined && needPublicAddress(found, subnets) && { publicAddress: true }),
  };
}

function subnetsOf({ candidates }: Asked, { vpcs }: FoundInAws, id: string | undefined): string[] | undefined {
  const chosen = vpcs.find((one) => one.id === id);
  if (chosen === undefined) return undefined;
  candidates.set('--subnets', subnetChoice(chosen));
  const usable = usableSubnets(chosen);
  return usable.length > 0 ? usable : undefined;
}

function unusedOf(given: Answers, found: FoundInAws): string[] {
  const flags: [isGiven: boolean, flag: string, values: readonly string[]][] = [
    [given.secret !== undefined, '--secret', secretChoice(found).map(([arn]) => arn)],
    [given.flowImage !== undefined, '--flow-image', found.images],
    [given.backend !== undefined, '--backend', bucketChoice(found).map(([name]) => `s3:${name}`)],
  ];
  return flags.flatMap(([isGiven, flag, values]) => (isGiven ? [] : values.map((value) => `${flag} ${value}`)));
}

function defined<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
}
