import { defineEnvironment } from '../../src/environment/define-environment';
import { ConfigError } from '../../src/problems/errors';
import { pathInWords } from '../../src/stack-file/path';
import { fileWith, PLACES } from '../helpers/places';
import { sampled } from '../helpers/sampled';

/** What ends in a trace, of a bug of ours; undefined where the file is accepted or refused. */
function traceOf(fields: object): string | undefined {
  try {
    defineEnvironment('test', fields);
    return undefined;
  } catch (error) {
    return error instanceof ConfigError ? undefined : String((error as Error).stack);
  }
}

test.each<[kind: string, value: unknown]>([
  ['a number', -7],
  ['a string', 'wrong value!'],
  ['the name of what every object of JavaScript has', 'constructor'],
  ['a boolean', true],
  ['a list', [1, 'a']],
  ['a mapping', { a: 'x' }],
  ['a mapping of such a name', { constructor: 'x' }],
  ['nothing', null],
])('%s in place of any value is accepted, or refused without a trace', (_, value) => {
  const traces = sampled(PLACES, 15).flatMap((place) => {
    const trace = traceOf(fileWith(value, place));
    return trace === undefined ? [] : [`${pathInWords(place.path)}: ${trace}`];
  });
  expect(traces).toEqual([]);
});

test.each(['secret_arn', 'ssm_parameter'])('a number as %s beside a KMS key is refused without a trace', (field) => {
  const kms_key = 'arn:aws:kms:us-east-1:111122223333:key/0f3d5c1e-7a2b-4c68-9d10-5e8f7a6b4c21';
  const fields = { region: 'us-east-1', worker: { repository_credentials: { [field]: -7, kms_key } } };
  expect(() => defineEnvironment('test', fields)).toThrow(`worker.repository_credentials.${field}`);
});
