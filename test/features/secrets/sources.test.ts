import { allFields, fieldInWords } from '../../../src/environment/meant-fields';
import type { Path } from '../../../src/stack-file/path';
import { reportOnFields } from '../../helpers/stack-files';

/** Every group of the schema that names an existing secret, but for the API key, which the stack creates without one. */
const SECRETS = allFields()
  .filter((path) => path.at(-1) === 'secret_name' && path[0] !== 'api_key')
  .map((path) => path.slice(0, -1).map((part) => (part === 'NAME' ? 'own' : part)));

test.each(SECRETS.map((path) => [fieldInWords(path), path] as const))('%s names one secret', (words, path) => {
  expect(reportOnFields(fieldsWith(path))).toMatch(
    new RegExp(`${words.replaceAll('.', '\\.')}\\n +set exactly one of: secret_arn, secret_name`),
  );
});

/** An empty group at a path, with what a sidecar must have. */
function fieldsWith([part, ...rest]: Path): object {
  if (part === undefined) return {};
  const [name, ...below] = rest;
  return part === 'sidecars' && name !== undefined
    ? { [part]: { [name]: { image: 'a:1', ...fieldsWith(below) } } }
    : { [part]: fieldsWith(rest) };
}
