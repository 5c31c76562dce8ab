import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { NetworkGroup, type NetworkGroupProps } from './network-group';

/** A rule in somebody else's security group that lets the worker in. */
export interface Admission {
  /** As of a {@link NetworkRule}. */
  readonly key: string;
  readonly securityGroupId: string;
  readonly port: number;
  readonly description?: string;
}

export interface WorkerNetworkProps extends NetworkGroupProps {
  readonly admittedBy: readonly Admission[];
}

/** The worker's security group. */
export class WorkerNetwork extends NetworkGroup {
  /** The rules in groups of others. */
  readonly admissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { admittedBy, ...props }: WorkerNetworkProps) {
    super(scope, id, props, {
      group: 'prefect_worker',
      description: 'ECS Prefect worker',
      apiOutbound: 'prefect_api_outbound',
      inbound: 'network_inbound',
    });
    this.admissions = admittedBy.map(({ key, securityGroupId, port, description = 'Prefect worker' }) =>
      this.rule(
        `admitted_by_${key}`,
        'ingress',
        { description, protocol: 'tcp', fromPort: port, toPort: port, sourceSecurityGroupId: this.securityGroupId },
        securityGroupId,
      ),
    );
  }
}
