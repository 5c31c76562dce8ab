import type { Environment } from '../../src/environment/environment';
import { synthesizeEach } from '../../src/stack/synthesize';
import { type Feature, FIRST_WITH, firstWithAll } from '../../src/values/terraform-versions';
import { loadExamples } from '../helpers/examples';
import { environmentOf } from '../helpers/stack-files';
import type { Terraform } from '../helpers/synthesized';

/** What of the table a document uses, as Terraform would see it. */
function featuresOf(document: Terraform): Feature[] {
  const { terraform, variable = {} } = document;
  const text = JSON.stringify(document);
  const s3 = (terraform['backend'] as Record<string, Record<string, unknown>> | undefined)?.['s3'];
  const inputs = Object.entries(variable);
  const checksOthers = ([name, { validation = [] }]: (typeof inputs)[number]) =>
    [...JSON.stringify(validation).matchAll(/\bvar\.(\w+)/g)].some(([, other]) => other !== name);
  const uses: Readonly<Record<Feature, boolean>> = {
    nullableInputs: inputs.some(([, input]) => 'nullable' in input),
    movedBlocks: 'moved' in document,
    postconditions: text.includes('"postcondition":') || text.includes('"precondition":'),
    importBlocks: 'import' in document,
    checksAcrossInputs: inputs.some(checksOthers),
    s3LockFile: s3 !== undefined && 'use_lockfile' in s3,
    ephemeralInputs: inputs.some(([, input]) => input['ephemeral'] === true),
    writeOnlyAttributes: /"\w+_wo":/.test(text),
    removedBlocksThatKeep: text.includes('"removed":'),
  };
  return (Object.keys(FIRST_WITH) as Feature[]).filter((feature) => uses[feature]);
}

/** The document of an environment, with what stands in files of HCL beside it. */
function undivided(environment: Environment): Terraform {
  const [synthesized] = synthesizeEach([environment]).each;
  return synthesized?.undivided() as unknown as Terraform;
}

const requiredBy = ({ terraform }: Terraform) => terraform['required_version'];

test.each(loadExamples().map((environment) => [environment.name, environment] as const))(
  '%s asks for no newer Terraform than it needs, and for no older',
  (_, environment) => {
    const document = undivided(environment);
    expect(requiredBy(document)).toBe(`>= ${firstWithAll(featuresOf(document))}`);
  },
);

test.each([
  [{ preset: 'reference' }, '1.9.0'],
  [{ preset: 'reference', backend: { s3: { bucket: 'states' } } }, '1.10.0'],
  [{ preset: 'reference', backend: { s3: { bucket: 'states', use_lockfile: false } } }, '1.10.0'],
  [{ preset: 'reference', worker: { secrets: { TOKEN: { create: true } } } }, '1.11.0'],
  [{ api_key: { secret_name: 'a' } }, '1.9.0'],
  [{}, '1.11.0'],
  [{ preset: 'reference', workers: { a: { worker_cpu: 512 } } }, '1.9.0'],
])('%j needs %s', (fields, version) => {
  const document = undivided(environmentOf(fields));
  expect(firstWithAll(featuresOf(document))).toBe(version);
  expect(requiredBy(document)).toBe(`>= ${version}`);
});

test('the first release with all of several is the newest of both programs', () => {
  expect(firstWithAll(['movedBlocks'])).toBe('1.6.0');
  expect(firstWithAll(['ephemeralInputs'])).toBe('1.11.0');
  expect(firstWithAll(['s3LockFile', 'checksAcrossInputs'])).toBe('1.10.0');
  expect(firstWithAll([])).toBe('1.0.0');
});
