import { ServiceDiscoveryPrivateDnsNamespace } from '@cdktf/provider-aws/lib/service-discovery-private-dns-namespace';
import { ServiceDiscoveryService } from '@cdktf/provider-aws/lib/service-discovery-service';
import { Construct } from 'constructs';

export interface NamespaceProps {
  readonly vpcId: string;
  /** The name of a created one. */
  readonly name?: string;
  /** Of an existing one. */
  readonly id?: string;
  /** The name under which the tasks of the worker are registered. */
  readonly service?: string;
  /** Their types. */
  readonly dnsRecords: readonly string[];
  /** Seconds that an answer may be used. */
  readonly ttl: number;
}

/** DNS names of tasks in a VPC. */
export class Namespace extends Construct {
  /** ARN of the registry that the worker's service puts its tasks into. */
  readonly registryArn?: string;

  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    const { vpcId, name, id: existing, service, dnsRecords, ttl } = props;
    const created =
      name === undefined
        ? undefined
        : new ServiceDiscoveryPrivateDnsNamespace(this, 'prefect_worker', {
            name,
            vpc: vpcId,
            description: 'DNS names of the tasks of a Prefect worker',
          });
    const namespaceId = created?.id ?? existing;
    if (service === undefined || namespaceId === undefined) return;
    this.registryArn = new ServiceDiscoveryService(new Construct(this, 'entry'), 'prefect_worker', {
      name: service,
      // ECS takes the tasks of a deleted service off some seconds later, and Cloud Map deletes no entry that has tasks.
      // Source: https://github.com/hashicorp/terraform-provider-aws/issues/4853
      forceDestroy: true,
      dnsConfig: {
        namespaceId,
        routingPolicy: 'MULTIVALUE',
        dnsRecords: dnsRecords.map((type) => ({ type, ttl })),
      },
    }).arn;
  }
}

/** Known before the namespace is created: what is created before the VPC refers to it. */
export const NAMESPACE_ARN = '${aws_service_discovery_private_dns_namespace.prefect_worker.arn}';
