import type { Command } from 'commander';
import { Document, isCollection, isNode, isScalar, visit } from 'yaml';
import { loadNamed } from '../due/due';
import type { Environment } from '../environment/environment';
import { mergedValues, withSecretsHidden } from '../environment/merged-values';
import type { MergedValue } from '../environment/origin';
import { reportWarnings } from '../problems/report';
import { isVisible, visible, visibleLines } from '../problems/visible-text';
import { pathInWords } from '../stack-file/path';
import { foldersOf } from './folders';
import { addCommand, type Options } from './options';
import { Printer } from './printer';

const EXAMPLES = ['describe prod', 'describe prod --json | jq ".values[] | select(.from == \\"file\\")"'];

export function addDescribe(program: Command): void {
  addCommand(program, 'describe', EXAMPLES)
    .description(
      'show all values of an environment, each with its file and line, or as a default or the preset decides',
    )
    .argument('<env>', 'an environment: the name of a stack file, without .yaml')
    .action(describeEnvironment);
}

function describeEnvironment(name: string, options: Options): void {
  const [environment] = loadNamed(foldersOf(options), [name]) as [Environment];
  reportWarnings([environment], options.strict);
  const values = withSecretsHidden(mergedValues(environment));
  const document = {
    environment: name,
    values: values.map(({ path, value, origin: { from, file, line } }) => ({
      path: pathInWords(path),
      value,
      from,
      ...(from === 'file' && { file, line }),
    })),
  };
  new Printer(options).data(document, () => commented(values, environment));
}

/** A stack file that sets everything, with the origin of each value as a comment. */
function commented(values: readonly MergedValue[], { preset }: Environment): string {
  const document = new Document({});
  for (const { path, value, origin } of values) {
    document.setIn(path, document.createNode(value));
    const node = document.getIn(path, true);
    if (isCollection(node)) node.flow = true;
    if (isNode(node)) node.comment = ` ${originInWords(origin, preset)}`;
  }
  // In double quotes YAML reads a character that is escaped as the character.
  visit(document, (_, node) => {
    if (isScalar(node) && typeof node.value === 'string' && !isVisible(node.value)) node.type = 'QUOTE_DOUBLE';
  });
  return visibleLines(document.toString({ lineWidth: 0 }).trimEnd());
}

function originInWords({ from, file, line }: MergedValue['origin'], preset: string): string {
  if (from === 'file') return visible(`${file}:${line}`);
  return from === 'preset' ? `preset ${preset}` : from;
}
