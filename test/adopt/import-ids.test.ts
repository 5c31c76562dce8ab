import { importId } from '../../src/adopt/import-ids';

const idOf = (type: string, values: object) =>
  importId({ address: `${type}.one`, module: '', type, name: 'one', values: { ...values } });

// Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudwatch_event_rule#import
test.each<[string, object, string]>([
  ['aws_cloudwatch_event_rule', { name: 'events' }, 'events'],
  ['aws_cloudwatch_event_rule', { name: 'events', event_bus_name: 'default' }, 'events'],
  ['aws_cloudwatch_event_rule', { name: 'events', event_bus_name: 'platform' }, 'platform/events'],
  ['aws_cloudwatch_event_target', { rule: 'events', target_id: 'queue' }, 'events/queue'],
  [
    'aws_cloudwatch_event_target',
    { rule: 'events', target_id: 'queue', event_bus_name: 'platform' },
    'platform/events/queue',
  ],
])('%s with %j is imported as %s', (type, values, id) => {
  expect(idOf(type, values)).toBe(id);
});
