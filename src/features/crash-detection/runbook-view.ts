import { type Environment, usesExistingTaskRole } from '../../environment/environment';
import { createdInShell } from '../../runbook/created-names';
import { eventQueueInWords, flowLogGroupInWords } from '../../runbook/in-words';
import { nameInShell, shellWord } from '../../runbook/shell';
import { code, markdown } from '../../runbook/template';
import { physicalNames, randomEndOf } from '../names/physical-names';
import { poolsOf } from '../work-pool/pools';
import { strandedRuns } from './stranded-runs';

/** What the runbook says of crash detection; null where there is none. */
export function crashView(environment: Environment) {
  const { crashDetection, logs, flowRuns, roles, inputs, prefect, region } = environment;
  if (crashDetection === undefined) return null;
  const { existingQueue, kmsKey, forwardLogs, maxReceiveCount } = crashDetection;
  const log = flowLogGroupInWords(environment);
  const named = flowRuns === undefined || flowRuns.log.group === 'worker' ? logs.name : flowRuns.log.name;
  const queue = eventQueueInWords(environment);
  const queues =
    existingQueue === undefined
      ? (['eventQueue', 'failedEventQueue', 'undeliveredEventQueue'] as const).map((of) =>
          createdInShell(environment, of),
        )
      : [nameInShell(existingQueue, region, (arn) => arn.split(':').at(-1) ?? arn)];
  return {
    createsQueue: existingQueue === undefined,
    rule: existingQueue === undefined ? ruleInShell(environment) : '',
    queue: typeof existingQueue === 'object' ? `the queue, ${markdown(queue)}` : `the queue ${code(queue)}`,
    queueList: queues.join(' '),
    region: typeof existingQueue === 'string' ? (existingQueue.split(':')[3] ?? region) : region,
    kms: kmsKey !== undefined,
    existingRole: usesExistingTaskRole(roles, inputs.workerTaskRoleArn !== undefined),
    ownStatements: roles.task?.ownStatements !== undefined,
    forwardsLogs: forwardLogs,
    log: typeof named === 'object' ? markdown(log) : code(log),
    receives: maxReceiveCount,
    limited: prefect.limit !== undefined,
    strandedRuns: poolsOf(environment).map(({ name }) => shellWord(JSON.stringify(strandedRuns(name, 900)))),
  };
}

/** The arguments that name the rule; empty where only Terraform knows its name. */
function ruleInShell({ crashDetection, inputs, naming }: Environment): string {
  if (randomEndOf('eventRule', naming) > 0) return '';
  const bus = crashDetection?.eventBus;
  const name = shellWord(physicalNames(inputs.name, naming).eventRule);
  return `--name ${name}${bus === undefined ? '' : ` --event-bus-name ${shellWord(bus)}`}`;
}
