import type { Stack } from '../../src/diff/blocks';
import { synthesize } from '../../src/stack/synthesize';
import { environmentOf } from './stack-files';

/** The stack of the required fields and some others, as `diff` reads it. */
export function synthesizedStack(fields: object): Stack {
  const { files } = synthesize([environmentOf(fields)]);
  const file = (name: string) => files.get(`stacks/test/${name}`);
  return { document: JSON.parse(file('cdk.tf.json') as string), file };
}
