import type { Environment } from '../environment/environment';
import { createdName } from '../inventory/inventory';
import { clusterInWords, logGroupInWords, placeInWords, secretInWords } from './in-words';

/** A Mermaid flowchart of one environment. */
export function diagram(environment: Environment): string {
  const { inputs, region, apiKey, logs, prefect, crashDetection, roles } = environment;
  const created = (address: string) => createdName(environment, address);
  const count = inputs.workerDesiredCount === 1 ? '1 task' : `${inputs.workerDesiredCount} tasks`;
  const service = created('aws_ecs_service.prefect_worker_service');
  const family = created('aws_ecs_task_definition.prefect_worker_task_definition');
  const worker = service === undefined ? `tasks of ${family}<br/>each` : `service ${service}<br/>${count}`;
  const executionRole = created('aws_iam_role.prefect_worker_execution_role') ?? 'an existing role';
  const taskRole = created('aws_iam_role.prefect_worker_task_role') ?? inputs.workerTaskRoleArn ?? 'an existing role';
  const hasTaskRole = !(roles.task?.none || roles.oneForBoth);
  const where = prefect.apiUrl === undefined ? 'Prefect Cloud' : 'Prefect server';
  const log = logs.group === 'none' ? [] : ['  worker --> logs'];
  const secret = apiKey.from === 'nowhere' ? [] : ['  execution -. "reads, injects into" .-> secret'];
  const queue = created('aws_sqs_queue.prefect_worker_events') ?? crashDetection?.existingQueue;
  return [
    'flowchart LR',
    `  prefect["${where}<br/>work pool ${mermaid(inputs.workerWorkPoolName)}"]`,
    `  subgraph region["AWS ${region}"]`,
    `    subgraph vpc["${mermaid(placeInWords(environment).vpc)}"]`,
    `      subgraph cluster["ECS cluster ${mermaid(clusterInWords(environment))}"]`,
    `        worker["${worker}, ${inputs.workerCpu} CPU units, ${inputs.workerMemory} MiB"]`,
    '        flows["flow runs"]',
    '      end',
    '    end',
    ...(apiKey.from === 'nowhere'
      ? []
      : [`    secret["${keptIn(environment)}<br/>${mermaid(secretInWords(environment))}"]`]),
    ...(logs.group === 'none' ? [] : [`    logs["log group<br/>${mermaid(logGroupInWords(environment))}"]`]),
    ...(crashDetection === undefined
      ? []
      : [`    queue["queue<br/>${typeof queue === 'string' ? mermaid(queue) : 'that a parameter names'}"]`]),
    `    execution(["execution role<br/>${executionRole}"])`,
    ...(hasTaskRole ? [`    task(["task role<br/>${mermaid(taskRole)}"])`] : []),
    '  end',
    `  worker -- "polls, ${egressInWords(environment)}" --> prefect`,
    `  worker -- "${inputs.workerType === 'ecs' ? 'starts, watches, stops' : 'runs'}" --> flows`,
    ...log,
    ...(crashDetection === undefined
      ? []
      : ['  flows -- "state changes, by EventBridge" --> queue', '  queue -- "who crashed" --> worker']),
    ...secret,
    '  execution -. "starts" .-> worker',
    ...(hasTaskRole ? ['  worker -. "acts as" .-> task'] : []),
  ].join('\n');
}

function keptIn({ apiKey }: Environment): string {
  const inParameter =
    apiKey.from === 'input'
      ? apiKey.store === 'ssm_parameter'
      : apiKey.from === 'existing' && apiKey.source.ssmParameter !== undefined;
  return inParameter ? 'parameter' : 'secret';
}

function egressInWords({ network, prefect }: Environment): string {
  if (!network.createSecurityGroup) return "by its groups' rules";
  if (network.egress === 'all') return 'no limit on egress';
  if (network.egress !== 'https_only') return 'by rules of its own';
  return prefect.apiUrl === undefined ? 'HTTPS only' : "HTTPS and the API's port only";
}

/** Text within a label: what Mermaid gives a meaning becomes one of its entities. Most names that AWS allows need none; the path of a role may hold anything. */
function mermaid(text: string): string {
  return text.replace(/[^\w .:/@=+,-]/gu, (character) => `#${character.codePointAt(0)};`);
}
