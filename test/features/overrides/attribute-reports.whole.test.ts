import { join } from 'node:path';
import { holdReports } from '../../helpers/reports';
import { environmentOf } from '../../helpers/stack-files';

holdReports(join(__dirname, 'attribute-reports.yaml'));

test('warns of an attribute that only a newer provider may have', () => {
  const overrides = { 'aws_ecs_service.prefect_worker_service': { enable_ecs_managed_tag: true } };
  const { warnings } = environmentOf({ aws: { provider_version: 6 }, overrides });
  expect(warnings).toMatchObject([{ hint: 'did you mean enable_ecs_managed_tags?' }]);
});
