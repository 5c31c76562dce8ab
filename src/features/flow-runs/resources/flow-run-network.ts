import type { Construct } from 'constructs';
import { NetworkGroup, type NetworkGroupProps } from '../../network/resources/network-group';

export interface FlowRunNetworkProps extends NetworkGroupProps {
  /** Everything between those that have the group. */
  readonly toItself: boolean;
}

const EACH_OTHER = { description: 'Between flow runs', protocol: 'all', fromPort: 0, toPort: 0, self: true };

/** A security group for the flow runs alone. */
export class FlowRunNetwork extends NetworkGroup {
  constructor(scope: Construct, id: string, { toItself, ...props }: FlowRunNetworkProps) {
    super(scope, id, props, {
      group: 'prefect_flow_runs',
      description: 'Prefect flow runs on ECS',
      apiOutbound: 'flow_runs_to_prefect_api',
      inbound: 'flow_runs_inbound',
    });
    if (toItself) {
      this.rule('flow_runs_to_each_other', 'egress', EACH_OTHER);
      this.rule('flow_runs_from_each_other', 'ingress', EACH_OTHER);
    }
  }
}
