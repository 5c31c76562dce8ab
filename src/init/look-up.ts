import type { Answers, Fields } from './answers';
import {
  bucketChoice,
  type Choice,
  type FoundInAws,
  type LookUps,
  needPublicAddress,
  poolChoice,
  secretChoice,
  subnetChoice,
  usableSubnets,
  vpcChoice,
  workspaceChoice,
} from './found';

/** What was looked up where nobody can be asked. */
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
  const candidates = new Map<string, Choice>();
  const only = (flag: string, choice: Choice): string | undefined => {
    if (choice.length > 1) candidates.set(flag, choice);
    return choice.length === 1 ? choice[0]?.[0] : undefined;
  };
  const isCloudGiven = (given.account ?? fields['prefect_account_id']) !== undefined;
  const prefect = given.prefect ?? (isCloudGiven ? undefined : inPrefect.apiUrl);
  const isOwnServer = prefect !== undefined && prefect !== 'cloud';
  const isWorkspaceMissing =
    !isOwnServer && (!isCloudGiven || (given.workspace ?? fields['prefect_workspace_id']) === undefined);
  const inAccount = inPrefect.workspaces.filter(({ account }) => (given.account ?? account) === account);
  const found = isWorkspaceMissing
    ? only('--workspace', workspaceChoice({ ...inPrefect, workspaces: inAccount }))
    : undefined;
  const [account, workspace] = found?.split('/') ?? [given.account, given.workspace];
  const pools = await poolsOf(isOwnServer ? prefect : { account, workspace });
  const pool = given.pool ?? fields['worker_work_pool_name'];
  const isVpcKnown = (given.vpc ?? fields['vpc_id']) !== undefined;
  const vpc = isVpcKnown || inAws === undefined ? given.vpc : only('--vpc', vpcChoice(inAws));
  const subnets = given.subnets ?? (fields['worker_subnets'] === undefined ? subnetsOf(vpc) : undefined);
  const answers: Answers = {
    ...given,
    ...defined({ region, prefect, account, workspace, vpc, subnets, awsAccount: given.awsAccount ?? inAws?.account }),
    ...defined({ pool: pool === undefined ? only('--pool', poolChoice(pools)) : given.pool }),
    ...(subnets !== undefined && inAws !== undefined && needPublicAddress(inAws, subnets) && { publicAddress: true }),
  };
  return {
    answers,
    candidates,
    unused: inAws === undefined ? [] : unusedOf(given, inAws),
    unread: [...(inAws?.unread ?? []), ...inPrefect.unread, ...pools.unread],
  };

  async function poolsOf(where: string | { readonly account?: string; readonly workspace?: string }) {
    if (typeof where === 'string') return lookUps.poolsOf(where);
    const { account: ofAccount, workspace: ofWorkspace } = where;
    if (ofAccount === undefined || ofWorkspace === undefined) return { pools: [], unread: [] };
    return lookUps.poolsOf({ account: ofAccount, workspace: ofWorkspace });
  }

  function subnetsOf(id: string | undefined): string[] | undefined {
    const chosen = inAws?.vpcs.find((one) => one.id === id);
    if (chosen === undefined) return undefined;
    candidates.set('--subnets', subnetChoice(chosen));
    const usable = usableSubnets(chosen);
    return usable.length > 0 ? usable : undefined;
  }
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
