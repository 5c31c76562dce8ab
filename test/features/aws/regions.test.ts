import { emittedProvider } from '../../helpers/emitted-provider';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';

describe('a region that is not in our list', () => {
  test('is a warning, and Terraform does not check it', () => {
    const fields = { region: 'eu-west-4', backend: { s3: { bucket: 'a-bucket' } } };
    const { warnings } = environmentOf(fields);
    expect(warnings).toMatchObject([{ warning: 'unknown-region', path: 'region', value: 'eu-west-4' }]);
    expect(warnings[0]?.hint).toMatch(/^did you mean eu-west-[1-3]\?$/);
    expect(emittedProvider(fields)).toMatchObject({
      provider: { skip_region_validation: true },
      backend: { skip_region_validation: true },
    });
  });

  test.each([
    ['cn-east-1', 'arn:aws-cn:'],
    ['us-gov-south-1', 'arn:aws-us-gov:'],
    ['eusc-fr-west-1', 'arn:aws-eusc:'],
    ['me-west-2', 'arn:aws:'],
    ['nz-north-1', 'arn:aws:'],
  ])('%s belongs to the partition of its name', (region, arn) => {
    const fields = { region, worker_task_role_arn: `${arn}iam::111122223333:role/a` };
    expect(environmentOf(fields).warnings).toMatchObject([{ warning: 'unknown-region' }]);
  });

  test('of the bucket of the state is a warning there', () => {
    const fields = { backend: { s3: { bucket: 'a-bucket', region: 'eu-west-4' } } };
    expect(environmentOf(fields).warnings).toMatchObject([{ warning: 'unknown-region', path: 'backend.s3.region' }]);
  });
});

test.each(['eu-west1', 'us-eats-1', 'eu_west_1', 'EU-WEST-1', 'eu-west-12', 'eu'])('%s is no region', (region) => {
  expect(reportOnFields({ region })).toContain(`region: "${region}"`);
});

test('a known region has no warning, and is left to Terraform', () => {
  expect(environmentOf({ region: 'eu-west-1' }).warnings).toEqual([]);
  expect(emittedProvider({}).provider).not.toHaveProperty('skip_region_validation');
});
