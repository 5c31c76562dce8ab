import type { Kind } from './kind';
import { ECS, LOG_GROUP, POLICY, ROLE, SECURITY_GROUP } from './name-limits';

/** What of the flow runs gets a name. */
export const FLOW_RUN_KINDS = {
  flowRunSecurityGroup: {
    kind: 'prefect-flow-runs',
    field: 'flow_run_security_group',
    what: 'the security group of the flow runs',
    limit: SECURITY_GROUP,
    createdBy: 'flow_runs.own_security_group',
  },
  flowRunLogGroup: {
    kind: 'prefect-flow-runs',
    field: 'flow_run_log_group',
    what: 'the log group of the flow runs',
    limit: LOG_GROUP,
  },
  flowRunExecutionRole: {
    kind: 'prefect-flow-execution-role',
    field: 'flow_run_execution_role',
    what: 'the execution role of the flow runs',
    limit: ROLE,
    createdBy: 'flow_runs.execution_role',
  },
  flowRunTaskRole: {
    kind: 'prefect-flow-task-role',
    field: 'flow_run_task_role',
    what: 'the task role of the flow runs',
    limit: ROLE,
    createdBy: 'flow_runs.task_role',
  },
  flowRunExecutionPolicy: {
    kind: 'prefect-flow-execution',
    field: 'flow_run_execution_policy',
    what: 'the policy that allows ECS to start the containers of flow runs',
    limit: POLICY,
  },
  flowRunTaskPolicy: {
    kind: 'prefect-flow-task',
    field: 'flow_run_task_policy',
    what: 'the policy of the task role of the flow runs',
    limit: POLICY,
    createdBy: 'flow_runs.task_role.statements',
  },
  flowRunFamily: {
    kind: 'prefect-flow-runs',
    field: 'flow_run_family',
    what: 'the family of a task definition that all flow runs share',
    limit: ECS,
    createdBy: 'flow_runs.create_task_definition: true',
  },
} as const satisfies Readonly<Record<string, Kind>>;
