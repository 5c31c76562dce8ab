import { type Command, Option } from 'commander';
import { draw } from '../diagram/draw';
import { mermaidOf } from '../diagram/mermaid';
import { diagramOf } from '../diagram/of-environment';
import { sentencesOf } from '../diagram/sentences';
import { loadNamed } from '../due/due';
import type { Environment } from '../environment/environment';
import { reportWarnings } from '../problems/report';
import { foldersOf } from './folders';
import { addCommand, type Options } from './options';
import { Printer } from './printer';

const EXAMPLES = ['graph prod > prod.svg', 'graph prod --format text', 'graph prod --json | jq .edges'];

const FORMATS: Readonly<Record<string, (environment: Environment) => string>> = {
  svg: (environment) => draw(environment).trimEnd(),
  mermaid: (environment) => mermaidOf(diagramOf(environment)),
  text: (environment) => sentencesOf(diagramOf(environment)).join('\n'),
};

export function addGraph(program: Command): void {
  addCommand(program, 'graph', EXAMPLES)
    .description('print a diagram of an environment: what it consists of, and who calls whom')
    .argument('<env>', 'environment: the name of a stack file, without .yaml')
    .addOption(new Option('--format <format>', 'language of the diagram').choices(Object.keys(FORMATS)).default('svg'))
    .action(graph);
}

function graph(name: string, options: Options & { readonly format: string }): void {
  const environments = loadNamed(foldersOf(options), [name]);
  reportWarnings(environments, options.strict);
  const [environment] = environments as [Environment];
  new Printer(options).data(diagramOf(environment), () => FORMATS[options.format]?.(environment) ?? '');
}
