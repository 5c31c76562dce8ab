import { runbook } from '../../../src/runbook/runbook';
import { synthesize } from '../../../src/stack/synthesize';
import { environmentOf } from '../../helpers/stack-files';

const GIVEN = { vpc_id: undefined, worker_subnets: undefined };
const ISOLATED = {
  prefect_account_id: undefined,
  prefect_workspace_id: undefined,
  prefect: { api_url: 'https://prefect.internal:4200/api', auth: 'auth_string' },
  worker_image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/worker:1',
};

function made(fields: object) {
  const environment = environmentOf({ ...GIVEN, ...fields });
  const document = JSON.parse(synthesize([environment]).files.get('stacks/test/cdk.tf.json') as string);
  return { page: runbook(environment, document) };
}

test.each<[what: string, fields: object, says: string, saysNot: string]>([
  [
    'with NAT, from which addresses it is seen',
    { network: { create: {} } },
    'The worker is seen from the addresses of the output `prefect_worker_nat_addresses`',
    'Nothing in it reaches the internet',
  ],
  [
    'without NAT, that a way to Prefect has to be made',
    { ...ISOLATED, network: { create: { nat: 'none' } } },
    'put it into the tables of the output `prefect_worker_route_table_ids`',
    'prefect_worker_nat_addresses',
  ],
  [
    'with public subnets alone, that the tasks have public addresses',
    { network: { create: { public_only: true }, assign_public_ip: true } },
    'The tasks have public addresses, by which they go out; nothing can come in.',
    'prefect_worker_nat_addresses',
  ],
])('the runbook says, %s', (_, fields, says, saysNot) => {
  const { page } = made(fields);
  expect(page).toContain(says);
  expect(page).not.toContain(saysNot);
  expect(page).not.toContain('describe-route-tables');
  expect(page).not.toContain('undefined');
});
