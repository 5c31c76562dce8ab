import type { Environment } from '../config/environment';
import { physicalNames } from '../config/names';

/** A Mermaid flowchart of one environment. */
export function diagram({ inputs, region, apiKey, behaviour }: Environment): string {
  const names = physicalNames(inputs.name);
  const secret = apiKey.from === 'secret' ? apiKey.secretArn : names.apiKeySecret;
  const count = inputs.workerDesiredCount === 1 ? '1 task' : `${inputs.workerDesiredCount} tasks`;
  const taskRole = mermaid(inputs.workerTaskRoleArn ?? names.taskRole);
  return [
    'flowchart LR',
    `  prefect["Prefect Cloud<br/>work pool ${mermaid(inputs.workerWorkPoolName)}"]`,
    `  subgraph region["AWS ${region}"]`,
    `    subgraph vpc["${inputs.vpcId}"]`,
    `      subgraph cluster["ECS cluster ${names.cluster}"]`,
    `        worker["service ${names.service}<br/>${count}, ${inputs.workerCpu} CPU units, ${inputs.workerMemory} MiB"]`,
    '        flows["flow runs"]',
    '      end',
    '    end',
    `    secret["secret<br/>${secret}"]`,
    `    logs["log group<br/>${names.logGroup}"]`,
    `    execution(["execution role<br/>${names.executionRole}"])`,
    `    task(["task role<br/>${taskRole}"])`,
    '  end',
    `  worker -- "polls, ${behaviour.httpsEgressOnly ? 'HTTPS only' : 'no limit on egress'}" --> prefect`,
    '  worker -- "starts, watches, stops" --> flows',
    '  worker --> logs',
    '  execution -. "reads, injects into" .-> secret',
    '  execution -. "starts" .-> worker',
    '  worker -. "acts as" .-> task',
  ].join('\n');
}

/** Text within a label: what Mermaid gives a meaning becomes one of its entities. Most names that AWS allows need none; the path of a role may hold anything. */
function mermaid(text: string): string {
  return text.replace(/[^\w .:/@=+,-]/gu, (character) => `#${character.codePointAt(0)};`);
}
