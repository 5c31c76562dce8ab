import { SUBNETS, VPC } from '../helpers/looked-up';

/** What the options look up in SSM parameters. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  '/team/vpc': VPC,
  '/team/subnets': SUBNETS,
  '/team/group': 'sg-0a1b2c3d4e5f60722',
  '/team/api-url': 'https://prefect.example.com/api',
  '/team/key': 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  '/team/policy': 'arn:aws:iam::111122223333:policy/team/policy',
  '/team/boundary': 'arn:aws:iam::111122223333:policy/team/boundary',
  '/team/execution-role': 'arn:aws:iam::111122223333:role/team/execution',
  '/team/log-group': '/team/logs',
  // What looked-up.ts calls a cluster whose name only a parameter says.
  '/team/cluster': 'shared',
  '/team/batch-cluster': 'shared',
  '/team/topic': 'arn:aws:sns:us-east-1:111122223333:topic',
  '/team/queue': 'events',
  '/team/files': 'fs-0a1b2c3d4e5f60721',
};
