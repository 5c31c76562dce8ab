import type { Environment } from '../config/environment';
import { physicalNames } from '../config/names';
import { placeInWords, secretInWords } from './in-words';
import { has, type TerraformDocument } from './terraform-document';

/** A Mermaid flowchart of one environment. */
export function diagram(environment: Environment, document: TerraformDocument): string {
  const { inputs, region, apiKey, network, naming, cluster, logs, roles, prefect } = environment;
  const names = physicalNames(inputs.name, naming);
  const count = inputs.workerDesiredCount === 1 ? '1 task' : `${inputs.workerDesiredCount} tasks`;
  const made = (address: string, name: string, otherwise: string) => (has(document, address) ? name : otherwise);
  const where = prefect.apiUrl === undefined ? 'Prefect Cloud' : 'Prefect server';
  const egress = { https_only: 'HTTPS only', all: 'no limit on egress' };
  const log = logs.group === 'none' ? [] : ['  worker --> logs'];
  const secret = apiKey.from === 'nowhere' ? [] : ['  execution -. "reads, injects into" .-> secret'];
  return [
    'flowchart LR',
    `  prefect["${where}<br/>work pool ${mermaid(inputs.workerWorkPoolName)}"]`,
    `  subgraph region["AWS ${region}"]`,
    `    subgraph vpc["${mermaid(placeInWords(environment).vpc)}"]`,
    `      subgraph cluster["ECS cluster ${mermaid(typeof cluster.existing === 'string' ? cluster.existing : names.cluster)}"]`,
    `        worker["service ${names.service}<br/>${count}, ${inputs.workerCpu} CPU units, ${inputs.workerMemory} MiB"]`,
    '        flows["flow runs"]',
    '      end',
    '    end',
    ...(apiKey.from === 'nowhere' ? [] : [`    secret["secret<br/>${mermaid(secretInWords(environment))}"]`]),
    ...(logs.group === 'none'
      ? []
      : [`    logs["log group<br/>${mermaid(typeof logs.name === 'string' ? logs.name : names.logGroup)}"]`]),
    `    execution(["execution role<br/>${made('aws_iam_role.prefect_worker_execution_role', names.executionRole, 'an existing role')}"])`,
    ...(roles.task?.none || roles.oneForBoth
      ? []
      : [
          `    task(["task role<br/>${mermaid(inputs.workerTaskRoleArn ?? (roles.task?.existing ? 'an existing role' : names.taskRole))}"])`,
        ]),
    '  end',
    `  worker -- "polls, ${typeof network.egress === 'string' ? egress[network.egress] : 'by rules of its own'}" --> prefect`,
    '  worker -- "starts, watches, stops" --> flows',
    ...log,
    ...secret,
    '  execution -. "starts" .-> worker',
    ...(roles.task?.none || roles.oneForBoth ? [] : ['  worker -. "acts as" .-> task']),
  ].join('\n');
}

/** Text within a label: what Mermaid gives a meaning becomes one of its entities. Most names that AWS allows need none; the path of a role may hold anything. */
function mermaid(text: string): string {
  return text.replace(/[^\w .:/@=+,-]/gu, (character) => `#${character.codePointAt(0)};`);
}
