import { comparisonInLines, environmentDiffInLines } from '../../src/diff/diff-text';
import type { StackDiff } from '../../src/diff/environment-diff';

const TURNED: StackDiff = {
  resources: [
    {
      address: 'aws_ecs_cluster.c',
      action: 'update',
      changes: [{ path: 'tags["a\u001b[2J"]', from: 'b', to: 'c\u202ed' }],
    },
  ],
  blocks: [],
};

test.each([
  ['a change', environmentDiffInLines({ environment: 'test', state: 'changed', files: [], notes: [], ...TURNED })],
  ['a comparison', comparisonInLines('dev', 'prod', TURNED)],
])('%s shows what a terminal would obey or hide', (_, text) => {
  expect(text).toContain('tags["a\\u001b[2J"]: "b" → "c\\u202ed"');
});
