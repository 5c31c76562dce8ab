import { refusalOf } from '../../helpers/refusals';
import { environmentOf } from '../../helpers/stack-files';

const tags = (count: number, of = 'tag') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${of}-${index}`, 'x']));

/** The tasks of flow runs have tags of Prefect's too. */
const NO_TASKS = { worker_type: 'process' };

test.each<[string, object]>([
  ['50 tags', { tags: tags(50) }],
  ['50 tags of a resource, with those of all', { tags: tags(20), resource_tags: { aws_ecs_service: tags(30, 'own') } }],
  ['as many that are the same', { tags: tags(50), resource_tags: { aws_ecs_service: tags(50) } }],
])('takes %s', (_, fields) => {
  expect(environmentOf({ ...NO_TASKS, ...fields }).warnings).toEqual([]);
});

test('fails on 51 tags', () => {
  expect(refusalOf({ ...NO_TASKS, tags: tags(51) })).toBe('tags\n    AWS allows at most 50 tags\n    → remove some');
});

test('fails on 51 tags of a resource, with those of all and of its type', () => {
  const resource_tags = {
    aws_ecs_service: tags(20, 'type'),
    'aws_ecs_service.prefect_worker_service': tags(11, 'own'),
  };
  expect(refusalOf({ ...NO_TASKS, tags: tags(20), resource_tags })).toBe(
    'resource_tags.aws_ecs_service.prefect_worker_service\n    AWS allows at most 50 tags, and with tags there are more\n    → remove some',
  );
});
