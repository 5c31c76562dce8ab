import type { Call } from './recorder';

/** What is in use, as `security group sg-1`, by who uses it. */
type Holders = Map<string, ReadonlySet<string>>;

interface EgressRule {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly side: string;
}

/**
 * Follows the calls of one environment from its first apply on, and says what AWS would refuse or tasks would feel:
 * what is deleted, detached or closed while something that lives still uses it.
 */
export class Judge {
  readonly faults: string[] = [];
  private readonly definitions = new Map<string, ReadonlySet<string>>();
  private readonly services = new Map<string, Record<string, unknown>>();
  /** The strategy that a cluster gives to services which have none. */
  private readonly defaults = new Map<string, unknown>();
  private readonly holders: Holders = new Map();
  private readonly egress = new Map<string, EgressRule[]>();
  /** Policies that were taken from a role in use: whether that was right, only the end shows. */
  private taken: { readonly role: string; readonly policy: string }[] = [];

  /** Looks at the calls of one apply. */
  apply(calls: readonly Call[]): readonly string[] {
    this.faults.length = 0;
    this.taken = [];
    for (const call of calls) this.see(call);
    for (const { role, policy } of this.taken) {
      if (this.userOf(`role ${role}`) === undefined) {
        this.faults.push(`${policy} was taken from the role ${role} before its user had another role`);
      }
    }
    return [...this.faults];
  }

  private see(call: Call): unknown {
    const { service, action, parameters } = call;
    const text = (name: string) => String(parameters[name] ?? '');
    switch (`${service} ${action}`) {
      case 'ecs RegisterTaskDefinition': {
        const { taskDefinition } = JSON.parse(call.answer) as { taskDefinition: { taskDefinitionArn: string } };
        this.definitions.set(taskDefinition.taskDefinitionArn, heldByDefinition(parameters));
        return;
      }
      case 'ecs CreateService': {
        const cluster = name(text('cluster'));
        const { launchType, capacityProviderStrategy = launchType ? [] : this.defaults.get(cluster) } = parameters;
        return this.service(`${cluster}/${text('serviceName')}`, { ...parameters, capacityProviderStrategy });
      }
      case 'ecs UpdateService':
        return this.service(`${name(text('cluster'))}/${name(text('service'))}`, parameters);
      case 'ecs DeleteService': {
        const key = `${name(text('cluster'))}/${name(text('service'))}`;
        this.services.delete(key);
        this.holders.delete(`service ${key}`);
        return;
      }
      case 'ecs PutClusterCapacityProviders': {
        const providers = parameters['capacityProviders'] as string[];
        const cluster = name(text('cluster'));
        this.defaults.set(cluster, parameters['defaultCapacityProviderStrategy'] ?? []);
        for (const [key, held] of this.holders) {
          if (!key.startsWith(`service ${cluster}/`)) continue;
          const missing = [...held].filter(
            (thing) => thing.startsWith('capacity provider ') && !providers.includes(thing.slice(18)),
          );
          for (const thing of missing) this.faults.push(`${thing} was taken off the cluster while ${key} used it`);
        }
        this.hold(
          `cluster ${cluster}`,
          providers.map((provider) => `capacity provider ${provider}`),
        );
        return;
      }
      case 'ecs CreateCapacityProvider': {
        const { autoScalingGroupArn = '' } = (parameters['autoScalingGroupProvider'] ?? {}) as Record<string, string>;
        return this.hold(`capacity provider ${text('name')}`, [`instances ${name(autoScalingGroupArn)}`]);
      }
      case 'ecs DeleteCapacityProvider':
        return this.end(`capacity provider ${name(text('capacityProvider'))}`);
      case 'ecs DeleteCluster':
        return this.end(`cluster ${name(text('cluster'))}`);
      case 'ecs DeregisterTaskDefinition':
        return this.end(`task definition ${name(text('taskDefinition'))}`);
      case 'autoscaling CreateAutoScalingGroup':
      case 'autoscaling UpdateAutoScalingGroup':
        return this.hold(`instances ${text('AutoScalingGroupName')}`, [
          ...valuesOf(parameters, /LaunchTemplateId$/).map((id) => `launch template ${id}`),
          ...text('VPCZoneIdentifier')
            .split(',')
            .map((id) => `subnet ${id}`),
        ]);
      case 'autoscaling DeleteAutoScalingGroup':
        return this.end(`instances ${text('AutoScalingGroupName')}`);
      case 'ec2 CreateLaunchTemplate':
        return this.hold(`launch template ${inAnswer(call, 'launchTemplateId')}`, [
          ...valuesOf(parameters, /SecurityGroupId/).map((id) => `security group ${id}`),
          ...valuesOf(parameters, /IamInstanceProfile\.Name$/).map((profile) => `instance profile ${profile}`),
        ]);
      case 'ec2 DeleteLaunchTemplate':
        return this.end(`launch template ${text('LaunchTemplateId')}`);
      case 'iam AddRoleToInstanceProfile':
        return this.hold(`instance profile ${text('InstanceProfileName')}`, [`role ${text('RoleName')}`]);
      case 'iam RemoveRoleFromInstanceProfile':
        return this.end(`instance profile ${text('InstanceProfileName')}`);
      case 'iam DeleteRole':
        return this.end(`role ${text('RoleName')}`);
      case 'iam PutRolePolicy':
      case 'iam AttachRolePolicy': {
        const policy = text('PolicyName') || text('PolicyArn');
        if (this.taken.some((taken) => taken.role === text('RoleName') && taken.policy === policy)) {
          this.faults.push(`${policy} was taken from the role ${text('RoleName')}, which is in use, and given back`);
        }
        return;
      }
      case 'iam DeleteRolePolicy':
      case 'iam DetachRolePolicy':
        if (this.userOf(`role ${text('RoleName')}`) !== undefined) {
          this.taken.push({ role: text('RoleName'), policy: text('PolicyName') || text('PolicyArn') });
        }
        return;
      case 'logs DeleteLogGroup':
        return this.end(`log group ${text('logGroupName')}`);
      case 'secretsmanager DeleteSecret':
        return this.end(`secret ${text('SecretId')}`);
      case 'ssm DeleteParameter':
        return this.end(`parameter ${text('Name')}`);
      case 'sqs DeleteQueue':
        return this.end(`queue ${name(text('QueueUrl'))}`);
      case 'sns DeleteTopic':
        return this.end(`topic ${text('TopicArn')}`);
      case 'events PutTargets': {
        const targets = parameters['Targets'] as { Id: string; Arn: string; DeadLetterConfig?: { Arn: string } }[];
        for (const { Id, Arn, DeadLetterConfig } of targets) {
          const arns = [Arn, ...(DeadLetterConfig ? [DeadLetterConfig.Arn] : [])];
          this.hold(`target ${text('Rule')}/${Id}`, [`rule ${text('Rule')}`, ...arns.map(fromArn)]);
        }
        return;
      }
      case 'events RemoveTargets':
        for (const id of parameters['Ids'] as string[]) this.end(`target ${text('Rule')}/${id}`);
        return;
      case 'events DeleteRule':
        return this.end(`rule ${text('Name')}`);
      case 'monitoring PutMetricAlarm':
        return this.hold(
          `alarm ${text('AlarmName')}`,
          [parameters['AlarmActions'] ?? [], valuesOf(parameters, /^AlarmActions\./)]
            .flat()
            .map((arn) => fromArn(`${arn}`)),
        );
      case 'monitoring DeleteAlarms':
        for (const alarm of [parameters['AlarmNames'] ?? [], valuesOf(parameters, /^AlarmNames\./)].flat()) {
          this.end(`alarm ${alarm}`);
        }
        return;
      case 'ec2 CreateSecurityGroup':
        this.egress.set(inAnswer(call, 'groupId'), []);
        return;
      case 'ec2 AuthorizeSecurityGroupEgress':
        return this.open(text('GroupId'), ruleOf(parameters));
      case 'ec2 RevokeSecurityGroupEgress':
        return this.close(text('GroupId'), ruleOf(parameters));
      case 'ec2 DeleteSecurityGroup':
        return this.end(`security group ${text('GroupId')}`);
      case 'ec2 DeleteSubnet':
        return this.end(`subnet ${text('SubnetId')}`);
      case 'ec2 CreateVpcEndpoint':
        return this.hold(`endpoint ${inAnswer(call, 'vpcEndpointId')}`, [
          ...valuesOf(parameters, /^SecurityGroupId\./).map((id) => `security group ${id}`),
          ...valuesOf(parameters, /^SubnetId\./).map((id) => `subnet ${id}`),
        ]);
      case 'ec2 DeleteVpcEndpoints':
        for (const id of valuesOf(parameters, /^VpcEndpointId\./)) this.end(`endpoint ${id}`);
        return;
      case 'ec2 CreateRoute':
      case 'ec2 ReplaceRoute':
        return this.hold(routeIn(parameters), [`gateway ${text('NatGatewayId') || text('GatewayId')}`]);
      case 'ec2 DeleteRoute':
        return EVERYWHERE.includes(destinationOf(parameters))
          ? this.cut(text('RouteTableId'), () => this.end(routeIn(parameters)))
          : this.end(routeIn(parameters));
      case 'ec2 AssociateRouteTable':
        return this.hold(`association ${inAnswer(call, 'associationId')}`, [
          `table ${text('RouteTableId')}`,
          `subnet ${text('SubnetId')}`,
        ]);
      case 'ec2 DisassociateRouteTable': {
        const held = this.holders.get(`association ${text('AssociationId')}`) ?? new Set();
        const table = [...held].find((thing) => thing.startsWith('table '))?.slice(6) ?? '';
        return this.cut(table, () => this.holders.delete(`association ${text('AssociationId')}`));
      }
      case 'ec2 DeleteNatGateway':
        return this.end(`gateway ${text('NatGatewayId')}`);
      case 'servicediscovery CreateService': {
        const { Service } = JSON.parse(call.answer) as { Service: { Id: string } };
        const { NamespaceId = text('NamespaceId') } = (parameters['DnsConfig'] ?? {}) as { NamespaceId?: string };
        return this.hold(`registry ${Service.Id}`, [`namespace ${NamespaceId}`]);
      }
      case 'servicediscovery DeleteService':
        return this.end(`registry ${text('Id')}`);
      case 'servicediscovery DeleteNamespace':
        return this.end(`namespace ${text('Id')}`);
      case 'ecr DeleteRepository':
        return this.end(`repository ${text('repositoryName')}`);
      default:
        return this.seeFileSystem(call);
    }
  }

  private seeFileSystem(call: Call): void {
    if (call.service !== 'elasticfilesystem') return;
    const { action, parameters } = call;
    const [method, path = ''] = action.split(' ');
    const [, kind = '', id = ''] = /\/2015-02-01\/([\w-]+)(?:\/([\w-]+))?$/.exec(path) ?? [];
    if (method === 'POST' && kind === 'mount-targets') {
      const { MountTargetId } = JSON.parse(call.answer) as { MountTargetId: string };
      const groups = (parameters['SecurityGroups'] ?? []) as string[];
      this.hold(`mount target ${MountTargetId}`, [
        `file system ${parameters['FileSystemId']}`,
        `subnet ${parameters['SubnetId']}`,
        ...groups.map((group) => `security group ${group}`),
      ]);
    }
    if (method !== 'DELETE') return;
    const kinds: Readonly<Record<string, string>> = {
      'mount-targets': 'mount target',
      'file-systems': 'file system',
      'access-points': 'access point',
    };
    if (kinds[kind] !== undefined) this.end(`${kinds[kind]} ${id}`);
  }

  private service(key: string, parameters: Readonly<Record<string, unknown>>): void {
    const merged = { ...this.services.get(key), ...parameters };
    this.services.set(key, merged);
    const definition = String(merged['taskDefinition']);
    this.hold(`service ${key}`, [...heldByService(key, merged), ...(this.definitions.get(definition) ?? [])]);
  }

  private hold(holder: string, things: readonly string[]): void {
    this.holders.set(holder, new Set(things));
  }

  /** Who uses a thing, if anybody does. */
  private userOf(thing: string, kind = ''): string | undefined {
    return [...this.holders].find(
      ([holder, held]) => holder.startsWith(kind) && holder !== thing && held.has(thing),
    )?.[0];
  }

  private end(thing: string): void {
    const user = this.userOf(thing);
    if (user !== undefined) this.faults.push(`${thing} was deleted while ${user} used it`);
    this.holders.delete(thing);
  }

  /** A way of the subnets of a route table is cut: whether tasks are there. */
  private cut(table: string, done: () => void): void {
    const subnets = [...this.holders]
      .filter(([holder, held]) => holder.startsWith('association ') && held.has(`table ${table}`))
      .flatMap(([, held]) => [...held].filter((thing) => thing.startsWith('subnet ')));
    const users = [...this.holders].filter(([holder]) => /^(service|instances) /.test(holder));
    for (const [user, held] of users) {
      const inUse = subnets.find((subnet) => held.has(subnet));
      if (inUse !== undefined) this.faults.push(`the way out of ${inUse} was cut while ${user} used it`);
    }
    done();
  }

  private open(group: string, rule: EgressRule): void {
    const rules = this.egress.get(group) ?? [];
    if (rules.some((known) => isSame(known, rule))) this.faults.push(`${group} has the rule ${inWords(rule)} already`);
    this.egress.set(group, [...rules, rule]);
  }

  private close(group: string, rule: EgressRule): void {
    const rules = this.egress.get(group) ?? [];
    const left = rules.filter((known) => !isSame(known, rule));
    const user = this.userOf(`security group ${group}`, 'service ');
    if (user !== undefined && rules.some(isHttps) && !left.some(isHttps)) {
      this.faults.push(`443 was closed for ${user}: ${inWords(rule)} was revoked`);
    }
    this.egress.set(group, left);
  }
}

function isHttps({ protocol, from, to }: EgressRule): boolean {
  return protocol === '-1' || (protocol === 'tcp' && from <= 443 && to >= 443);
}

function isSame(one: EgressRule, other: EgressRule): boolean {
  return inWords(one) === inWords(other);
}

function inWords({ protocol, from, to, side }: EgressRule): string {
  return protocol === '-1' ? `all ${side}` : `${protocol} ${from}-${to} ${side}`;
}

function ruleOf(parameters: Readonly<Record<string, unknown>>): EgressRule {
  const of = (field: string) => String(parameters[`IpPermissions.1.${field}`] ?? '');
  return {
    protocol: of('IpProtocol'),
    from: Number(of('FromPort')),
    to: Number(of('ToPort')),
    side: valuesOf(parameters, /^IpPermissions\.1\..*(CidrIp|CidrIpv6|GroupId|PrefixListId)$/).join(),
  };
}

function heldByService(key: string, service: Readonly<Record<string, unknown>>): string[] {
  const { awsvpcConfiguration: network = {} } = (service['networkConfiguration'] ?? {}) as {
    awsvpcConfiguration?: { subnets?: string[]; securityGroups?: string[] };
  };
  const strategy = (service['capacityProviderStrategy'] ?? []) as { capacityProvider: string }[];
  const registries = (service['serviceRegistries'] ?? []) as { registryArn: string }[];
  return [
    `cluster ${key.split('/')[0]}`,
    `task definition ${name(String(service['taskDefinition']))}`,
    ...(network.subnets ?? []).map((id) => `subnet ${id}`),
    ...(network.securityGroups ?? []).map((id) => `security group ${id}`),
    ...strategy.map(({ capacityProvider }) => `capacity provider ${capacityProvider}`),
    ...registries.map(({ registryArn }) => `registry ${name(registryArn)}`),
  ];
}

interface TaskDefinition {
  readonly executionRoleArn?: string;
  readonly taskRoleArn?: string;
  readonly containerDefinitions?: readonly {
    readonly image?: string;
    readonly secrets?: readonly { readonly valueFrom: string }[];
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
    readonly logConfiguration?: { readonly options?: Readonly<Record<string, string>> };
  }[];
  readonly volumes?: readonly {
    readonly efsVolumeConfiguration?: {
      readonly fileSystemId: string;
      readonly authorizationConfig?: { readonly accessPointId?: string };
    };
  }[];
}

function heldByDefinition(definition: TaskDefinition): ReadonlySet<string> {
  const { executionRoleArn, taskRoleArn, containerDefinitions = [], volumes = [] } = definition;
  const roles = [executionRoleArn, taskRoleArn].filter((arn) => arn !== undefined);
  return new Set([
    ...roles.map((arn) => `role ${name(arn)}`),
    ...containerDefinitions.flatMap(({ image = '', secrets = [], environment = [], logConfiguration }) => [
      ...(image.includes('.dkr.ecr.') ? [`repository ${image.replace(/^[^/]*\//, '').replace(/[:@].*$/, '')}`] : []),
      ...secrets.map(({ valueFrom }) => fromArn(valueFrom)),
      ...environment.filter((variable) => variable.name.endsWith('_QUEUE_NAME')).map(({ value }) => `queue ${value}`),
      ...Object.entries(logConfiguration?.options ?? {})
        .filter(([option]) => option === 'awslogs-group')
        .map(([, group]) => `log group ${group}`),
    ]),
    ...volumes.flatMap(({ efsVolumeConfiguration: efs }) =>
      efs === undefined
        ? []
        : [`file system ${efs.fileSystemId}`, `access point ${efs.authorizationConfig?.accessPointId}`],
    ),
  ]);
}

/** What an ARN is of; a secret's may have a JSON key and a version behind it. */
function fromArn(arn: string): string {
  const [, , service, , , ...rest] = arn.split(':');
  switch (service) {
    case 'secretsmanager':
      return `secret ${arn.split(':').slice(0, 7).join(':')}`;
    case 'ssm':
      return `parameter ${rest
        .join(':')
        .replace(/^parameter/, '')
        .replace(/^\/(?=[^/]*$)/, '')}`;
    case 'sqs':
      return `queue ${rest[0]}`;
    case 'sns':
      return `topic ${arn}`;
    default:
      return arn;
  }
}

function name(arnOrName: string): string {
  return arnOrName.split('/').at(-1) as string;
}

function valuesOf(parameters: Readonly<Record<string, unknown>>, pattern: RegExp): string[] {
  return Object.entries(parameters).flatMap(([key, value]) => (pattern.test(key) ? [String(value)] : []));
}

/** Destinations of what is a way out: a route to a peering is none. */
const EVERYWHERE: readonly string[] = ['0.0.0.0/0', '::/0'];

function destinationOf(parameters: Readonly<Record<string, unknown>>): string {
  return String(parameters['DestinationCidrBlock'] ?? parameters['DestinationIpv6CidrBlock']);
}

function routeIn(parameters: Readonly<Record<string, unknown>>): string {
  return `route ${parameters['RouteTableId']} to ${destinationOf(parameters)}`;
}

/** The text of an element of an answer in XML. */
function inAnswer({ answer }: Call, element: string): string {
  return new RegExp(`<${element}>([^<]*)<`).exec(answer)?.[1] ?? '';
}
