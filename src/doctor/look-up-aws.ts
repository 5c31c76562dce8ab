import {
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
  type RouteTable,
  type Subnet,
  type Tag,
} from '@aws-sdk/client-ec2';
import { paginateDescribeImages, paginateDescribeRepositories } from '@aws-sdk/client-ecr';
import { GetBucketVersioningCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { paginateListSecrets } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { FoundInAws, FoundSubnet, FoundVpc } from '../init/found';
import { type Aws, connect } from './aws';
import { tableOf, wayOutOf } from './checks/way-out';
import { reading } from './unread';

/** Of the profile, or of the environment. */
export async function regionOf(profile: string | undefined): Promise<string | undefined> {
  try {
    return await new STSClient({ ...(profile !== undefined && { profile }) }).config.region();
  } catch {
    return undefined;
  }
}

/** Reads with the credentials of the profile, or of the environment. */
export async function lookUpInAws(region: string, profile: string | undefined): Promise<FoundInAws> {
  const aws = connect({ region, roles: [], allowedAccounts: [], ...(profile !== undefined && { profile }) });
  const unread: string[] = [];
  const account = await reading('account', 'sts:GetCallerIdentity', unread, async () => {
    const { Account } = await aws.sts.send(new GetCallerIdentityCommand({}));
    return Account;
  });
  // The same reason would stand there for each of the others.
  if (account === undefined) return { vpcs: [], images: [], secrets: [], buckets: [], unread };
  const [vpcs, images, secrets, buckets] = await Promise.all([
    reading('VPCs', 'ec2:DescribeVpcs', unread, () => vpcsIn(aws)),
    reading('images', 'ecr:DescribeRepositories', unread, () => imagesIn(aws)),
    reading('secrets', 'secretsmanager:ListSecrets', unread, () => secretsIn(aws)),
    reading('buckets', 's3:ListAllMyBuckets', unread, () => bucketsIn(aws)),
  ]);
  return {
    account,
    vpcs: vpcs ?? [],
    images: images ?? [],
    secrets: secrets ?? [],
    buckets: buckets ?? [],
    unread: unread.sort(),
  };
}

async function vpcsIn({ ec2: client }: Aws): Promise<FoundVpc[]> {
  const [vpcs, subnets, tables, gateways] = await Promise.all([
    all(paginateDescribeVpcs({ client }, {}), ({ Vpcs }) => Vpcs),
    all(paginateDescribeSubnets({ client }, {}), ({ Subnets }) => Subnets),
    all(paginateDescribeRouteTables({ client }, {}), ({ RouteTables }) => RouteTables),
    all(paginateDescribeNatGateways({ client }, {}), ({ NatGateways }) => NatGateways),
  ]);
  const broken = new Set(gateways.filter(({ State }) => State !== 'available').map((one) => one.NatGatewayId));
  return vpcs.map(({ VpcId = '', CidrBlock = '', Tags }) => ({
    id: VpcId,
    ...named(Tags),
    cidr: CidrBlock,
    subnets: subnets
      .filter((subnet) => subnet.VpcId === VpcId)
      .map((subnet) =>
        subnetOf(
          subnet,
          tables.filter((table) => table.VpcId === VpcId),
          broken,
        ),
      ),
  }));
}

function subnetOf(
  { SubnetId = '', AvailabilityZone = '', Tags }: Subnet,
  tables: readonly RouteTable[],
  broken: ReadonlySet<string | undefined>,
): FoundSubnet {
  const { to, target } = wayOutOf(tableOf(SubnetId, tables), broken);
  const way = to === 'elsewhere' ? 'private' : to === 'internet gateway' ? 'public' : 'none';
  return { id: SubnetId, ...named(Tags), zone: AvailabilityZone, way, target };
}

function named(tags: readonly Tag[] = []): { readonly name?: string } {
  const name = tags.find(({ Key }) => Key === 'Name')?.Value;
  return name ? { name } : {};
}

/** More are not looked into: each is one more call. */
const MOST = 30;

async function imagesIn({ ecr: client }: Aws): Promise<string[]> {
  const repositories = await all(paginateDescribeRepositories({ client }, {}), (page) => page.repositories);
  const newest = repositories.slice(0, MOST).map(async ({ repositoryName, repositoryUri }) => {
    const filter = { tagStatus: 'TAGGED' } as const;
    const images = await all(
      paginateDescribeImages({ client }, { repositoryName, filter }),
      (page) => page.imageDetails,
    );
    const age = ({ imagePushedAt }: { readonly imagePushedAt?: Date }) => imagePushedAt?.getTime() ?? 0;
    const [image] = images.sort((one, other) => age(other) - age(one));
    return image?.imageTags?.[0] === undefined ? [] : [`${repositoryUri}:${image.imageTags[0]}`];
  });
  return (await Promise.all(newest)).flat().sort();
}

async function secretsIn({ secrets: client }: Aws): Promise<FoundInAws['secrets']> {
  const secrets = await all(paginateListSecrets({ client }, {}), ({ SecretList }) => SecretList);
  return secrets
    .filter(({ Name = '' }) => /prefect/i.test(Name))
    .map(({ Name: name = '', ARN: arn = '' }) => ({ name, arn }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function bucketsIn({ s3 }: Aws): Promise<FoundInAws['buckets']> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const names = Buckets.map(({ Name = '' }) => Name).filter((name) => /state|terraform/i.test(name));
  return Promise.all(
    names.slice(0, MOST).map(async (name) => {
      const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: name }));
      return { name, isVersioned: Status === 'Enabled' };
    }),
  );
}

async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
