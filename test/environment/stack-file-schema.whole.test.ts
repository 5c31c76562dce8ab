import { schemaForEditors } from '../../src/environment/editor-schema';
import type { JsonSchema } from '../../src/environment/field-in-words';
import { fieldReference } from '../../src/environment/field-reference';
import { type FoundField, findField } from '../../src/environment/find-field';
import { plainSchema, stackFileSchema } from '../../src/environment/stack-file-schema';
import { changeInWords } from '../../src/values/changes';

const top = Object.keys(stackFileSchema().properties ?? {}).map((name) => findField(name) as FoundField);

function withMembers(field: FoundField): FoundField[] {
  return [field, ...field.members.flatMap(withMembers)];
}

test('every field says what a change does, itself or by what it is in or by what is in it', () => {
  const fields = top.flatMap(withMembers).filter(({ members }) => members.length === 0);
  expect(fields.length).toBeGreaterThan(800);
  expect(fields.filter(({ schema }) => schema.change === undefined).map(({ path }) => path)).toEqual([]);
});

test('what is within a field does the same, unless it says more', () => {
  const effectsOf = (path: string) => findField(path)?.schema.change?.effects;
  expect(effectsOf('prefect.ca_certificate.secret_arn')).toEqual(effectsOf('prefect.ca_certificate'));
  expect(effectsOf('api_key.version')).not.toEqual(effectsOf('api_key'));
});

test('a group that comes and goes as a whole does something else than a field in it', () => {
  const effectsOf = (path: string) => findField(path)?.schema.change?.effects;
  expect(effectsOf('capacity.ec2')).toContain('creates or deletes the instances');
  expect(effectsOf('capacity.ec2.instance_types')).toEqual(['updates the instances']);
  expect(effectsOf('workers.NAME')).toContain('creates or deletes the further worker');
  expect(effectsOf('workers.NAME.worker_cpu')).toEqual(['restarts the further worker']);
});

test.each([
  ['worker.sidecars.NAME.command', ['restarts the worker']],
  ['worker.sidecars.NAME.image', ['restarts the worker', 'updates the permissions']],
  ['worker.sidecars.NAME.secrets.NAME.json_key', ['restarts the worker']],
  ['worker.volumes.NAME.container_path', ['restarts the worker']],
  ['flow_runs.sidecars.NAME.command', ['requires an update of the work pool']],
  ['flow_runs.volumes.NAME.read_only', ['requires an update of the work pool', 'updates the permissions']],
  ['flow_runs.secrets.NAME.kms_key', ['updates the permissions']],
  ['api_key.json_key', ['restarts the worker', 'requires an update of the work pool']],
])('what several groups have does what the group does, and no more than it does itself: %s', (path, effects) => {
  expect(findField(path)?.schema.change?.effects).toEqual(effects);
});

test('a group that several groups have says what it does where it comes or goes', () => {
  const effectsOf = (path: string) => findField(path)?.schema.change?.effects;
  expect(effectsOf('worker.sidecars')).toEqual(['restarts the worker', 'updates the permissions']);
  expect(effectsOf('flow_runs.sidecars')).toEqual(['requires an update of the work pool', 'updates the permissions']);
});

test('page and editor say it in the same words', () => {
  const { schema } = findField('api_key.store') as FoundField;
  const words = changeInWords(schema.change as NonNullable<JsonSchema['change']>);
  expect(fieldReference()).toContain(`| ${words.replaceAll('_', '\\_')} |`);
  expect(schemaForEditors()).toContain(`A change ${words.replace(/\.$/, '')}.`);
});

test('an editor says what a field does beside what its group does', () => {
  expect(schemaForEditors()).toContain('pull it from ECR. A change also updates the permissions.');
});

test('an editor gets no keyword that is not of JSON Schema', () => {
  expect(JSON.stringify(plainSchema())).not.toMatch(/"(change|furtherChange)":/);
});
