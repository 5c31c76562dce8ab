import { type Environment, requiredTerraform, writesKeyPastState } from '../environment/environment';
import { PRESETS } from '../environment/presets';
import { alarmsView, crashView } from '../features/alarms/runbook-view';
import { shellSetUp } from '../features/aws/runbook-shell';
import { bucketView } from '../features/bucket/runbook-view';
import { ciRoleView } from '../features/ci-role/runbook-view';
import { flowRunsOnInstances } from '../features/flow-runs/capacity';
import { everyFlowRuns } from '../features/flow-runs/own-flow-runs';
import { flowRunsView } from '../features/flow-runs/runbook-view';
import { effectsOf } from '../features/inputs/runbook-effects';
import { inputRows, outputRows } from '../features/inputs/runbook-table';
import { physicalNames, randomEndOf, shownNames } from '../features/names/physical-names';
import { createdVpcInWords } from '../features/network/in-words';
import { NAME_OUTPUTS } from '../features/outputs/stack-values';
import { projectView } from '../features/project/project-view';
import { poolsView } from '../features/work-pool/runbook-view';
import type { Service } from '../features/worker/resolve';
import { createdItems, createdName } from '../inventory/inventory';
import { ecrRepositoryOf } from '../values/image-registry';
import { LEAST } from '../values/prefect-versions';
import { CONSOLE_HOST, dnsSuffixOf, partitionOf } from '../values/regions';
import { createdInShell } from './created-names';
import { decisions } from './decisions';
import { lookUpInWords, placeInWords, secretInWords } from './in-words';
import { permissions } from './permissions';
import { resourceRows } from './resource-table';
import { runningInWords } from './running-in-words';
import { createdServices, desiredCounts, scheduleNotes, whoSetsCounts } from './services';
import {
  nameInShell,
  parameterInShell,
  secretInShell,
  shellWord,
  subnetsInShell,
  vpcInShell,
  workspaceUrlInShell,
} from './shell';
import { code, markdown } from './template';
import type { TerraformDocument } from './terraform-document';

export type View = ReturnType<typeof viewOf>;

/** What the templates of the runbook say, and what they branch on. */
export function viewOf(environment: Environment, document: TerraformDocument) {
  const { name, preset, region, inputs, aws, tags, naming, cluster, service } = environment;
  const partition = partitionOf(region);
  const resources = resourceRows(environment);
  const secretInputs = Object.keys(document.variable ?? {}).filter((input) => input.startsWith('worker_secret_'));
  const credential = credentialView(environment);
  const asked = (credential.keyAsked ? 1 : 0) + secretInputs.length;
  return {
    environment: name,
    stackFile: environment.stackFile,
    preset,
    terraform: requiredTerraform(environment),
    provider: environment.aws.providerVersion,
    asReference: preset === 'reference',
    service: service.create,
    waits: service.create && service.waitForSteadyState,
    rollsBack: service.create && rollsBack(service),
    keepsRevisions: service.keepRevisions,
    region,
    dnsSuffix: dnsSuffixOf(region),
    consoleHost: CONSOLE_HOST[partition] ?? 'console.aws.amazon.com',
    adopt: environment.adopt === undefined ? null : takeOverView(environment.adopt),
    accountId: aws.accountId ?? '',
    profile: aws.profile === undefined ? '' : code(aws.profile),
    roleToAssume: aws.assumeRole === undefined ? '' : code(aws.assumeRole.roleArn),
    names: shownNames(inputs.name, naming),
    cluster: nameInShell(
      cluster.existing ?? physicalNames(inputs.name, naming).cluster,
      region,
      (given) => given.split('/').at(-1) ?? given,
    ),
    pool: code(inputs.workerWorkPoolName),
    poolArgument: shellWord(inputs.workerWorkPoolName),
    ...poolsView(environment),
    mountsFileSystem: mountsFileSystem(environment),
    ...flowRunsView(environment),
    workerType: inputs.workerType,
    runsTasks: inputs.workerType === 'ecs',
    createsPool: environment.prefect.createPoolIfNotFound,
    desiredCounts: desiredCounts(environment),
    image: inputs.workerImage,
    ...imageView(inputs.workerImage),
    managesPools: environment.workPool === 'managed',
    poolByHand: environment.workPool !== 'managed' && !environment.prefect.createPoolIfNotFound,
    secretInputs,
    families: createdServices(environment),
    services: createdServices(environment).map(({ service: created }) => created),
    severalServices: createdServices(environment).length > 1,
    serviceList: createdServices(environment)
      .map(({ service: created }) => created)
      .join(' '),
    schedules: scheduleNotes(environment),
    whoSetsCounts: whoSetsCounts(environment),
    scale: scaleView(environment),
    instances: instancesView(environment),
    shellSetUp: shellSetUp(environment),
    effects: effectsOf(document),
    rotates: !credential.noKey || secretInputs.length > 0,
    // Only the version of a secret is part of the task definition.
    restartsByHand: credential.keyAsked && (credential.keyInParameter || !credential.keyOutOfState),
    ...credential,
    ...prefectView(environment),
    ...placeView(environment),
    ...rolesView(environment),
    ...logsView(environment),
    ...backendView(environment),
    project: projectView(environment) ?? null,
    bucket: bucketView(environment),
    ci: ciRoleView(environment, partition),
    running: runningInWords(environment) ?? null,
    entered: createdServices(environment).filter(({ exec }) => exec),
    severalEntered: createdServices(environment).filter(({ exec }) => exec).length > 1,
    leastPrefect: LEAST.poolOption,
    leastPrefectAws: LEAST.crashDetection,
    dockerPlatform: environment.worker.architecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64',
    crash: crashView(environment),
    alarms: alarmsView(environment),
    partition,
    ...secretsView(environment),
    asksForValues: asked > 0,
    asksForEphemeral: secretInputs.length > 0 || (credential.keyAsked && credential.keyOutOfState),
    keyStateOnly: credential.keyAsked && !credential.keyOutOfState,
    severalAsked: asked > 1,
    insightsOff: cluster.existing === undefined && cluster.containerInsights === 'disabled',
    resources,
    resourceCount: resources.length,
    decisions: decisions(environment),
    permissions: permissions(environment, document),
    inputs: inputRows(document),
    outputs: outputRows(document),
    tags: Object.entries(tags).map(([key, value]) => ({ key: code(key), value: markdown(value) })),
  };
}

/** How more of the tasks run, and what limits those of flow runs. */
function scaleView(environment: Environment) {
  const { flowRuns, instances, service, workers } = environment;
  const created = createdServices(environment);
  const services = [service, ...Object.values(workers).map((worker) => worker.service)];
  const onInstances = flowRuns !== undefined && flowRunsOnInstances(flowRuns.capacity);
  return {
    capacity:
      onInstances && instances !== undefined
        ? `the ${instances.maxSize} instances that \`capacity.ec2.max_size\` allows`
        : "the account's quota *Fargate On-Demand vCPU resource count*",
    counted: created.flatMap((one) => (one.bounds === undefined ? [{ ...one, more: one.count + 1 }] : [])),
    bounded: created.flatMap((one) => (one.bounds === undefined ? [] : [{ ...one, more: one.bounds.max * 2 }])),
    applied: whoSetsCounts(environment).startsWith('the next apply'),
    scheduled: services.some(({ schedule = {} }) => Object.keys(schedule).length > 0),
  };
}

function instancesView({ instances, inputs, naming }: Environment) {
  if (instances === undefined) return null;
  // A name with a random end is known to Terraform alone, and no output shows this one.
  const isRandom = randomEndOf('instances', naming) > 0;
  return { group: isRandom ? '' : shellWord(physicalNames(inputs.name, naming).instances) };
}

function mountsFileSystem(environment: Environment): boolean {
  const { worker, workers } = environment;
  const containers = [worker, ...Object.values(workers).map(({ container }) => container)];
  return [...containers, ...everyFlowRuns(environment)].some(({ volumes }) =>
    Object.values(volumes).some((volume) => 'efs' in volume && volume.efs !== undefined),
  );
}

function takeOverView({ module }: NonNullable<Environment['adopt']>) {
  return { module: code(module), inShell: shellWord(`${module}.`) };
}

/** Where the worker's image is, and the image of ours that it can be copied from. */
function imageView(image: string) {
  const found = ecrRepositoryOf(image);
  const [, tag, digest] = /(?::([^:@/]+))?(?:@(sha256:[0-9a-f]+))?$/.exec(image) ?? [];
  return {
    imageInEcr: found !== undefined,
    imageInRegistry:
      found === undefined
        ? null
        : {
            ...found,
            host: image.split('/')[0],
            imageId: digest === undefined ? `imageTag=${tag ?? 'latest'}` : `imageDigest=${digest}`,
            tag: digest === undefined,
          },
    publicImage: PRESETS.hardened.workerImage,
  };
}

/** Whether an apply fails when ECS went back to the revision before. */
function rollsBack({ waitForSteadyState, circuitBreaker, ignore }: Service): boolean {
  return waitForSteadyState && circuitBreaker?.rollback === true && !ignore.includes('task_definition');
}

function logsView(environment: Environment) {
  const { logs, inputs, naming, region } = environment;
  const { logGroup } = physicalNames(inputs.name, naming);
  const isRandom = logs.name === undefined && randomEndOf('logGroup', naming) > 0;
  const logGroupLookUp =
    typeof logs.name === 'object'
      ? `the parameter ${code(logs.name.ssmParameter ?? '')}`
      : isRandom
        ? `the output ${code(NAME_OUTPUTS.logGroup)}`
        : '';
  return {
    logGroup:
      logs.group === 'none'
        ? ''
        : logs.name === undefined
          ? createdInShell(environment, 'logGroup')
          : nameInShell(logs.name, region),
    // In the pool's form; a name from a parameter has to be looked up by hand.
    logGroupInForm: logGroupLookUp === '' ? (logs.name ?? logGroup) : 'LOG_GROUP',
    logGroupLookUp,
    logByDriver: logs.group === 'by_driver',
    logQueriedOnly: logs.class === 'INFREQUENT_ACCESS',
  };
}

function credentialView(environment: Environment) {
  const { apiKey, naming, inputs, region, prefect } = environment;
  const isKey = apiKey.from === 'nowhere' || apiKey.setting === 'PREFECT_API_KEY';
  const created = apiKey.from === 'input';
  const version = created ? apiKey.version : 0;
  const inParameter = created && apiKey.store === 'ssm_parameter';
  const input = isKey ? 'prefect_api_key' : 'prefect_api_auth_string';
  const { apiKeySecret, authStringSecret } = physicalNames(inputs.name, naming);
  return {
    credential: isKey ? 'Prefect API key' : 'Prefect auth string',
    noKey: apiKey.from === 'nowhere',
    keyAsked: created,
    keyInput: input,
    keyInParameter: inParameter,
    keyOutOfState: writesKeyPastState(environment),
    keyOrigin:
      isKey && prefect.apiUrl === undefined
        ? "in Prefect Cloud: a service account's, or your profile's *API Keys*"
        : '',
    keyPlace: apiKey.from === 'existing' ? code(secretInWords(environment)) : '',
    keyJsonPart:
      apiKey.from === 'existing' && apiKey.source.jsonKey !== undefined ? code(`:${apiKey.source.jsonKey}::`) : '',
    keyVersion: version,
    keyVersionNext: version + 1,
    keyArnInShell: keyArnInShell(isKey ? apiKeySecret : authStringSecret),
    secretField: isKey ? 'Prefect API Key Secret ARN' : 'Prefect API Auth String Secret ARN',
    rotateTitle:
      apiKey.from === 'nowhere' ? 'Rotate a secret' : isKey ? 'Rotate the API key' : 'Rotate the auth string',
    rotateAnchor: isKey ? 'rotate-the-api-key' : 'rotate-the-auth-string',
    authString: !isKey,
  };

  /** The command that shows the ARN of the created secret, the random end of its name or ARN included. */
  function keyArnInShell(name: string): string {
    if (inParameter) {
      return `aws ssm get-parameter --region ${region} --name ${shellWord(name)} --query Parameter.ARN --output text`;
    }
    return randomEndOf(isKey ? 'apiKeySecret' : 'authStringSecret', naming) > 0
      ? `aws secretsmanager list-secrets --region ${region} --filters Key=name,Values=${shellWord(`${name}-`)} --query 'SecretList[].ARN' --output text`
      : `aws secretsmanager describe-secret --region ${region} --secret-id ${shellWord(name)} --query ARN --output text`;
  }
}

/** The secrets that this stack makes, the credential's and the worker's own, and how a destroy leaves them. */
function secretsView(environment: Environment) {
  const created = createdItems(environment).filter(({ address }) => address.startsWith('aws_secretsmanager_secret.'));
  const taken = created.flatMap(({ name, address }) =>
    name === undefined || name.randomEnd ? [] : [{ name: shellWord(name.text), address: shellWord(address) }],
  );
  const { inputs } = environment;
  return {
    createdSecrets: created.length > 0,
    severalSecrets: created.length > 1,
    takenSecrets: inputs.secretsManagerRecoveryInDays === 0 ? [] : taken,
    recoveryDays: inputs.secretsManagerRecoveryInDays,
    randomSuffix: taken.length === 0,
  };
}

function prefectView({ inputs, prefect, apiKey, region, worker }: Environment) {
  const { apiUrl } = prefect;
  return {
    api: apiUrl === undefined ? 'Prefect Cloud' : 'the Prefect API',
    ownServer: apiUrl !== undefined,
    keySetting: apiKey.from === 'nowhere' ? '' : apiKey.setting,
    apiUrlInShell: urlInShell(),
    workspaceHandle: prefect.workspace ?? '',
    accountUuid: inputs.prefectAccountId ?? '',
    workspaceUuid: inputs.prefectWorkspaceId ?? '',
    injectsSecrets: apiKey.from !== 'nowhere' || Object.keys(worker.secrets).length > 0,
  };

  function urlInShell(): string {
    if (prefect.workspace !== undefined) return `"${workspaceUrlInShell(prefect.workspace)}"`;
    if (apiUrl === undefined) {
      return `https://api.prefect.cloud/api/accounts/${inputs.prefectAccountId}/workspaces/${inputs.prefectWorkspaceId}`;
    }
    if (typeof apiUrl === 'string') return shellWord(apiUrl);
    if (apiUrl.ssmParameter !== undefined) return `"${parameterInShell(apiUrl.ssmParameter, region)}"`;
    if (apiUrl.secret !== undefined) return `"${secretInShell(apiUrl.secret, region)}"`;
    const besideKey = apiKey.from === 'existing' ? apiKey.source : {};
    return `"${secretInShell({ ...besideKey, jsonKey: apiUrl.keyOfApiKeySecret }, region)}"`;
  }
}

function placeView(environment: Environment) {
  const { inputs, network, region } = environment;
  const { vpcLookup, subnetLookup, createSecurityGroup, securityGroups, defaultSecurityGroup } = network;
  const { vpc, subnets } = placeInWords(environment);
  const groups = [
    ...(createSecurityGroup ? ['the output `prefect_worker_security_group`'] : []),
    ...securityGroups.map((group) =>
      typeof group === 'string' ? `\`${group}\`` : markdown(lookUpInWords('the group', group)),
    ),
    ...(defaultSecurityGroup ? ["the VPC's default group"] : []),
  ];
  return {
    createdVpc: createdVpcInWords(environment) ?? null,
    publicIp: network.assignPublicIp,
    admitted: network.admittedBy.length > 0,
    vpc: inputs.vpcId !== undefined ? `\`${inputs.vpcId}\`` : markdown(vpc),
    vpcInShell: inputs.vpcId ?? (vpcLookup ? vpcInShell(vpcLookup, region) : ''),
    subnetList: inputs.workerSubnets?.join(' ') ?? (subnetLookup ? subnetsInShell(subnetLookup, region) : ''),
    networkInForm: JSON.stringify({
      subnets: inputs.workerSubnets ?? ['SUBNETS'],
      securityGroups: ['GROUPS'],
      assignPublicIp: network.assignPublicIp ? 'ENABLED' : 'DISABLED',
    }),
    subnetIds: inputs.workerSubnets !== undefined ? '' : `the ids of ${markdown(subnets)}`,
    groupsInWords: groups.join(' and '),
  };
}

function rolesView(environment: Environment) {
  const { roles, behaviour } = environment;
  const executionMade = createdName(environment, 'aws_iam_role.prefect_worker_execution_role') !== undefined;
  const own = roles.execution?.ownStatements ?? roles.task?.ownStatements;
  return {
    hardenedRoles: behaviour.leastPrivilege && executionMade && own === undefined,
    referenceRoles: !behaviour.leastPrivilege && executionMade && own === undefined,
    executionMade,
    addedRights: [
      roles.execution,
      roles.task,
      ...everyFlowRuns(environment).flatMap(({ executionRole, taskRole }) => [executionRole, taskRole]),
    ].some((role) => role?.statements ?? role?.policies.length),
  };
}

function backendView({ backend }: Environment) {
  return {
    s3: backend.type === 's3' ? backend : null,
    // S3 takes no location for the region that is its default.
    bucketLocation: backend.type === 's3' && backend.region !== 'us-east-1' ? backend.region : '',
    hcp: backend.type === 'hcp' ? backend : null,
    hcpHost: backend.type === 'hcp' ? (backend.hostname ?? '') : '',
    http: backend.type === 'http' ? backend : null,
    backendAtInit: backend.type === 'at_init' ? backend.kind : '',
    statePath: backend.type === 'local' ? code(backend.path) : '',
    unlocked:
      (backend.type === 's3' && !backend.useLockfile) || (backend.type === 'http' && backend.lockAddress === undefined),
    lockedElsewhere: backend.type !== 'local',
  };
}
