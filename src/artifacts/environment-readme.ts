import { type Environment, requiredTerraform } from '../config/environment';
import { physicalNames } from '../config/names';
import { CONSOLE_HOST, partitionOf } from '../config/regions';
import { diagram } from './diagram';
import { secretInWords } from './in-words';
import { inputRows } from './input-table';
import { isInEcr, madeResources } from './resources';
import { code, markdown, render } from './template';
import type { TerraformDocument } from './terraform-document';

/** The runbook that an ops team receives with an environment's Terraform. */
export function environmentReadme(environment: Environment, document: TerraformDocument): string {
  const { name, preset, region, inputs, aws, backend, apiKey, behaviour, tags, naming } = environment;
  return render('environment-readme.md.hbs', {
    environment: name,
    preset,
    terraform: requiredTerraform(environment),
    hardened: behaviour.keepsKeyOutOfState,
    region,
    consoleHost: CONSOLE_HOST[partitionOf(region)] ?? 'console.aws.amazon.com',
    accountId: aws.accountId ?? '',
    profile: aws.profile === undefined ? '' : code(aws.profile),
    roleToAssume: aws.assumeRole?.roleArn ?? '',
    names: physicalNames(inputs.name, naming),
    vpcId: inputs.vpcId,
    subnets: inputs.workerSubnets,
    subnetList: (inputs.workerSubnets ?? []).join(' '),
    subnetsAsJson: JSON.stringify(inputs.workerSubnets),
    pool: code(inputs.workerWorkPoolName),
    poolArgument: shellQuoted(inputs.workerWorkPoolName),
    workerType: inputs.workerType,
    runsTasks: inputs.workerType === 'ecs',
    desiredCount: inputs.workerDesiredCount,
    accountUuid: inputs.prefectAccountId,
    workspaceUuid: inputs.prefectWorkspaceId,
    image: inputs.workerImage,
    imageInEcr: isInEcr(inputs.workerImage),
    taskRole: inputs.workerTaskRoleArn ?? '',
    keyAsked: apiKey.from === 'input',
    keySecretArn: apiKey.from === 'existing' ? secretInWords(environment) : '',
    keyVersion: apiKey.from === 'input' ? apiKey.version : 0,
    keyVersionNext: apiKey.from === 'input' ? apiKey.version + 1 : 0,
    recoveryDays: inputs.secretsManagerRecoveryInDays,
    retentionDays: inputs.workerLogRetentionInDays,
    s3: backend.type === 's3' ? backend : undefined,
    statePath: backend.type === 'local' ? code(backend.path) : '',
    resources: madeResources(environment, document),
    resourceCount: madeResources(environment, document).length,
    inputs: inputRows(document),
    tags: Object.entries(tags).map(([key, value]) => ({ key: code(key), value: markdown(value) })),
    diagram: diagram(environment, document),
  });
}

/** One word for a POSIX shell. */
function shellQuoted(text: string): string {
  return /^[A-Za-z0-9_.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
