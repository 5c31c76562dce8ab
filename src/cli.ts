import './start/never-stale';
import { Command } from 'commander';
import { addAdopt } from './commands/adopt';
import { addAffected } from './commands/affected';
import { addCheck } from './commands/check';
import { addComplete } from './commands/complete';
import { addDescribe } from './commands/describe';
import { addDiff } from './commands/diff';
import { addDoctor } from './commands/doctor';
import { addEject } from './commands/eject';
import { EXIT_CODES, WRONG_USE } from './commands/exit-codes';
import { addExplain } from './commands/explain';
import { addGraph } from './commands/graph';
import { addInit } from './commands/init';
import { addList } from './commands/list';
import { addSynth } from './commands/synth';
import { addUpgrade } from './commands/upgrade';
import { addValidate } from './commands/validate';
import { refuseDiskProblem } from './disk/disk-problems';
import { reportMistakes } from './problems/report';
import { withoutSecrets } from './problems/secret-texts';
import { visibleLines } from './problems/visible-text';
import { version } from './start/version';

const COMMANDS: readonly ((program: Command) => void)[] = [
  addInit,
  addAdopt,
  addUpgrade,
  addValidate,
  addSynth,
  addCheck,
  addList,
  addDescribe,
  addDiff,
  addAffected,
  addExplain,
  addGraph,
  addDoctor,
  addEject,
  addComplete,
];

const program = new Command('prefect-ecs-worker')
  .description('Terraform for Prefect workers on AWS ECS, from one YAML file an environment')
  .version(version())
  .showHelpAfterError('Commands: prefect-ecs-worker --help')
  .showSuggestionAfterError()
  .addHelpText('after', EXIT_CODES)
  // It repeats what it was given, which may be a key that was meant for somewhere else.
  .configureOutput({ outputError: (text, print) => print(visibleLines(withoutSecrets(text))) })
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USE));

for (const add of COMMANDS) add(program);

const WRITING: readonly string[] = ['init', 'adopt', 'upgrade', 'synth', 'eject'];

let isJson = false;
let writes = false;
program.hook('preAction', (_, command) => {
  isJson = command.opts()['json'] === true;
  writes = WRITING.includes(command.name());
});

reportMistakes(
  () => program.parseAsync().catch(refuseDiskProblem),
  () => isJson,
  () => writes,
);
