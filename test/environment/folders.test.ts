import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsAt } from '../../src/environment/schema-fields';

const SOURCES = join(__dirname, '../../src');

/** Fields of the first column of a table of src/README.md. */
const listed = readFileSync(join(SOURCES, 'README.md'), 'utf8')
  .split('### Fields without a folder of their name')[1]
  ?.split('\n## ')[0]
  ?.match(/^\| `.*?(?= \| )/gm)
  ?.join(' ');

test('a group of the stack file has a folder of its name, or src/README.md says where it is', () => {
  const groups = fieldsAt([]).filter((field) => fieldsAt([field]).length > 0 || fieldsAt([field, 'NAME']).length > 0);
  expect(groups).toEqual(expect.arrayContaining(['alarms', 'flow_runs', 'work_pool_queues', 'workers']));
  const unplaced = groups.filter(
    (field) => !existsSync(join(SOURCES, 'features', field.replaceAll('_', '-'))) && !listed?.includes(`\`${field}\``),
  );
  expect(unplaced).toEqual([]);
});
