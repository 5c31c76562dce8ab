/** What exists in AWS, of what a new environment may use. */
export interface FoundInAws {
  readonly account?: string;
  readonly vpcs: readonly FoundVpc[];
  /** The newest image of each repository that has one with a tag. */
  readonly images: readonly string[];
  /** Whose names contain Prefect. */
  readonly secrets: readonly { readonly name: string; readonly arn: string }[];
  /** Whose names suggest a state of Terraform. */
  readonly buckets: readonly { readonly name: string; readonly isVersioned: boolean }[];
  /** What could not be looked up, and why. */
  readonly unread: readonly string[];
}

export interface FoundVpc {
  readonly id: string;
  readonly name?: string;
  readonly cidr: string;
  readonly subnets: readonly FoundSubnet[];
}

export interface FoundSubnet {
  readonly id: string;
  readonly name?: string;
  readonly zone: string;
  /** What its default route leads to; private: for tasks without a public address too. */
  readonly way: 'private' | 'public' | 'none';
  readonly target: string;
}

export interface FoundInPrefect {
  /** Of a server of your own. */
  readonly apiUrl?: string;
  /** Of Prefect Cloud; that of the profile is first. */
  readonly workspaces: readonly FoundWorkspace[];
  readonly unread: readonly string[];
}

export interface FoundWorkspace {
  readonly account: string;
  readonly workspace: string;
  readonly name: string;
}

export interface FoundPools {
  readonly pools: readonly { readonly name: string; readonly type: string }[];
  readonly unread: readonly string[];
}

/** Reads with the credentials of a person, and changes nothing. */
export interface LookUps {
  /** Of the profile. */
  region(): Promise<string | undefined>;
  inAws(region: string): Promise<FoundInAws>;
  inPrefect(): Promise<FoundInPrefect>;
  /** Of a server, or of a workspace of Prefect Cloud. */
  poolsOf(where: string | Pick<FoundWorkspace, 'account' | 'workspace'>): Promise<FoundPools>;
}

/** Values to choose from, each with what a person knows it by. */
export type Choice = readonly (readonly [value: string, label: string])[];

export function vpcChoice({ vpcs }: FoundInAws): Choice {
  return vpcs.map(({ id, name, cidr, subnets }) => {
    const ways = (way: FoundSubnet['way']) => subnets.filter((subnet) => subnet.way === way).length;
    return [
      id,
      `${name ?? id} (${name === undefined ? '' : `${id}, `}${cidr}; ${ways('private')} private, ${ways('public')} public subnets)`,
    ];
  });
}

const WAYS = { private: 'through', public: 'public, through', none: 'without a way out:' } as const;

/** Those that tasks get out of first. */
export function subnetChoice({ subnets }: FoundVpc): Choice {
  const order = Object.keys(WAYS);
  const sorted = [...subnets].sort(
    (one, other) => order.indexOf(one.way) - order.indexOf(other.way) || (one.zone < other.zone ? -1 : 1),
  );
  return sorted.map(({ id, name, zone, way, target }) => [
    id,
    `${name ?? id} (${name === undefined ? '' : `${id}, `}${zone}, ${WAYS[way]} ${target})`,
  ]);
}

/** The subnets that tasks get out of without a public address; where there are none, those with one. */
export function usableSubnets({ subnets }: FoundVpc): string[] {
  const of = (way: FoundSubnet['way']) => subnets.filter((subnet) => subnet.way === way).map(({ id }) => id);
  return of('private').length > 0 ? of('private') : of('public');
}

/** Whether tasks in these subnets need a public address: none of them leads out otherwise. */
export function needPublicAddress({ vpcs }: FoundInAws, ids: readonly string[]): boolean {
  const chosen = vpcs.flatMap(({ subnets }) => subnets.filter(({ id }) => ids.includes(id)));
  return chosen.length > 0 && chosen.every(({ way }) => way === 'public');
}

export function workspaceChoice({ workspaces }: FoundInPrefect): Choice {
  return workspaces.map(({ account, workspace, name }) => [`${account}/${workspace}`, name]);
}

export function poolChoice({ pools }: FoundPools): Choice {
  return pools.filter(({ type }) => type === 'ecs').map(({ name }) => [name, name]);
}

export function bucketChoice({ buckets }: FoundInAws): Choice {
  return buckets.map(({ name, isVersioned }) => [
    name,
    isVersioned ? name : `${name} (without versions: enable them before)`,
  ]);
}

export function secretChoice({ secrets }: FoundInAws): Choice {
  return secrets.map(({ name, arn }) => [arn, name]);
}
