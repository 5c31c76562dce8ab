import { type Environment, requiredTerraform } from '../config/environment';
import { physicalNames } from '../config/names';
import { CONSOLE_HOST, DNS_SUFFIX, partitionOf } from '../config/regions';
import { decisions } from './decisions';
import { diagram } from './diagram';
import { lookUpInWords, secretInWords } from './in-words';
import { inputRows } from './input-table';
import { permissions } from './permissions';
import { isInEcr, madeResources } from './resources';
import { parameterInShell, shellWord, subnetsInShell, vpcInShell } from './shell';
import { code, markdown, render } from './template';
import type { TerraformDocument } from './terraform-document';

/** The sections of the page: title, and the template that lies in runbook/. */
const SECTIONS: readonly (readonly [title: string, template: string])[] = [
  ['What it creates', 'what-it-creates'],
  ['How it is set up', 'how-it-is-set-up'],
  ['Before you apply', 'before-you-apply'],
  ['Apply', 'apply'],
  ['Verify', 'verify'],
  ['Work pool', 'work-pool'],
  ['Logs', 'logs'],
  ['Change and roll back', 'change-and-roll-back'],
  ['Rotate the API key', 'rotate'],
  ['Destroy', 'destroy'],
  ['When something is wrong', 'when-something-is-wrong'],
  ['Inputs', 'inputs'],
];

/** The page that an ops team receives with an environment's Terraform. */
export function runbook(environment: Environment, document: TerraformDocument): string {
  const view = viewOf(environment, document);
  const anchor = (title: string) => title.toLowerCase().replaceAll(' ', '-');
  const contents = SECTIONS.map(([title]) => `[${title}](#${anchor(title)})`).join(' ·\n');
  const head = render('runbook/head.md.hbs', { ...view, contents });
  const sections = SECTIONS.map(([title, template]) => {
    // A part that does not apply leaves blank lines behind; one is enough between any two.
    const text = render(`runbook/${template}.md.hbs`, view)
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim();
    return `## ${title}\n\n${text}\n`;
  });
  return [head, ...sections].join('\n');
}

function viewOf(environment: Environment, document: TerraformDocument) {
  const { name, preset, region, inputs, aws, behaviour, tags, naming, network, logs, cluster } = environment;
  const names = physicalNames(inputs.name, naming);
  const partition = partitionOf(region);
  const resources = madeResources(environment, document);
  const secretInputs = Object.keys(document.variable ?? {}).filter((input) => input.startsWith('worker_secret_'));
  const credential = credentialView(environment);
  const asked = (credential.keyAsked ? 1 : 0) + secretInputs.length;
  return {
    environment: name,
    preset,
    terraform: requiredTerraform(environment),
    hardened: behaviour.keepsKeyOutOfState,
    region,
    dnsSuffix: DNS_SUFFIX[partition] ?? 'amazonaws.com',
    consoleHost: CONSOLE_HOST[partition] ?? 'console.aws.amazon.com',
    accountId: aws.accountId ?? '',
    profile: aws.profile === undefined ? '' : code(aws.profile),
    roleToAssume: aws.assumeRole === undefined ? '' : code(aws.assumeRole.roleArn),
    names,
    cluster: inShell(cluster.existing ?? names.cluster, region, (given) => given.split('/').at(-1) ?? given),
    logGroup: logs.group === 'none' ? '' : inShell(logs.name ?? names.logGroup, region),
    logKept: keptInWords(environment),
    pool: code(inputs.workerWorkPoolName),
    poolArgument: shellWord(inputs.workerWorkPoolName),
    workerType: inputs.workerType,
    runsTasks: inputs.workerType === 'ecs',
    createsPool: environment.prefect.createPoolIfNotFound,
    desiredCount: inputs.workerDesiredCount,
    image: inputs.workerImage,
    imageInEcr: isInEcr(inputs.workerImage),
    secretInputs,
    ...credential,
    ...prefectView(environment),
    ...placeView(environment),
    ...backendView(environment),
    asksForValues: asked > 0,
    severalAsked: asked > 1,
    ephemeral: secretInputs.length > 0 || (credential.keyAsked && behaviour.keepsKeyOutOfState),
    keptInState: credential.keyAsked && !behaviour.keepsKeyOutOfState,
    recoveryDays: inputs.secretsManagerRecoveryInDays,
    randomSuffix: naming.randomSuffix,
    admitted: network.admittedBy.length > 0,
    resources: resources.map((resource) => ({
      ...resource,
      name: resource.name === '' ? '–' : `\`${resource.name}\``,
    })),
    resourceCount: resources.length,
    decisions: decisions(environment),
    permissions: permissions(environment, document),
    inputs: inputRows(document),
    outputs: Object.keys(document.output ?? {}),
    tags: Object.entries(tags).map(([key, value]) => ({ key: code(key), value: markdown(value) })),
    diagram: diagram(environment, document),
  };
}

/** A name as it is, or the command that finds it. */
function inShell(
  given: string | { readonly ssmParameter?: string },
  region: string,
  nameOf = (text: string) => text,
): string {
  return typeof given === 'string'
    ? shellWord(nameOf(given))
    : `"${parameterInShell(given.ssmParameter ?? '', region)}"`;
}

function keptInWords({ inputs, logs }: Environment): string {
  if (logs.group !== 'created') return 'How long events are kept is decided where the group is.';
  const days = inputs.workerLogRetentionInDays;
  return days === 0 ? 'Events are kept for ever.' : `Events are kept for ${days} days.`;
}

function credentialView(environment: Environment) {
  const { apiKey, naming } = environment;
  const isKey = apiKey.from === 'nowhere' || apiKey.setting === 'PREFECT_API_KEY';
  const created = apiKey.from === 'input';
  const version = created ? apiKey.version : 0;
  const inParameter = created && apiKey.store === 'ssm_parameter';
  const input = isKey ? 'prefect_api_key' : 'prefect_api_auth_string';
  return {
    credential: isKey ? 'Prefect API key' : 'Prefect auth string',
    store: inParameter ? 'parameter' : 'secret',
    noKey: apiKey.from === 'nowhere',
    keyAsked: created,
    keyInput: input,
    keyResource: input,
    keyInParameter: inParameter,
    keyOrigin: isKey ? "in Prefect Cloud: a service account's, or your profile's *API Keys*" : '',
    keyPlace: apiKey.from === 'existing' ? code(secretInWords(environment)) : '',
    keyVersion: version,
    keyVersionNext: version + 1,
    secretCreated: created && !inParameter,
    secretName: naming.randomSuffix ? '"$(terraform state show …)"' : shellWord(secretInWords(environment)),
    secretField: isKey ? 'Prefect API Key Secret ARN' : 'Prefect API Auth String Secret ARN',
    rotateAnchor: 'rotate-the-api-key',
  };
}

function prefectView({ inputs, prefect, apiKey, region }: Environment) {
  const { apiUrl } = prefect;
  return {
    api: apiUrl === undefined ? 'Prefect Cloud' : 'the Prefect API',
    ownServer: apiUrl !== undefined,
    authString: apiKey.from !== 'nowhere' && apiKey.setting === 'PREFECT_API_AUTH_STRING',
    apiUrlInShell:
      typeof apiUrl === 'string'
        ? shellWord(apiUrl)
        : apiUrl?.ssmParameter === undefined
          ? '…'
          : `"${parameterInShell(apiUrl.ssmParameter, region)}"`,
    accountUuid: inputs.prefectAccountId ?? '',
    workspaceUuid: inputs.prefectWorkspaceId ?? '',
  };
}

function placeView({ inputs, network, region }: Environment) {
  const { vpcLookup, subnetLookup } = network;
  const subnets = inputs.workerSubnets ?? ['…'];
  return {
    vpcCreated: network.create !== undefined,
    publicIp: network.assignPublicIp,
    vpc: inputs.vpcId === undefined ? lookUpInWords('the VPC', vpcLookup) : `\`${inputs.vpcId}\``,
    vpcInShell: inputs.vpcId ?? (vpcLookup ? vpcInShell(vpcLookup, region) : ''),
    subnetList: inputs.workerSubnets?.join(' ') ?? (subnetLookup ? subnetsInShell(subnetLookup, region) : ''),
    subnetsAsJson: JSON.stringify(subnets),
  };
}

function backendView({ backend }: Environment) {
  return {
    s3: backend.type === 's3' ? backend : null,
    hcp: backend.type === 'hcp' ? backend : null,
    hcpHost: backend.type === 'hcp' ? (backend.hostname ?? '') : '',
    http: backend.type === 'http' ? backend : null,
    backendAtInit: backend.type === 'at_init' ? backend.kind : '',
    statePath: backend.type === 'local' ? code(backend.path) : '',
    locked: backend.type !== 'local',
  };
}
