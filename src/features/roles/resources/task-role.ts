import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../../../terraform/policy-document';
import type { ResourceName } from '../../../terraform/resource-name';
import { Expression } from '../../../terraform/terraform-text';
import { countIf, rolePolicy } from './role-policy';
import { ecsTaskRole, extendRole, type RoleSettings } from './role-settings';

interface Names {
  readonly runTasksPolicy: ResourceName;
  readonly taskPolicy: ResourceName;
  readonly containerPolicy: ResourceName;
}

export interface TaskRoleProps {
  readonly name: ResourceName;
  readonly names: Names;
  readonly settings: RoleSettings;
  /** A role to use instead; an expression that may turn out null, which makes one. */
  readonly existingRoleArn: Expression;
  /** The condition on which the role is created: Terraform's, as the next one. */
  readonly createdIf: string;
  /** The condition on which the worker gets `rights`. */
  readonly runsTasksIf: string;
  /** What the worker may do to run flow runs. */
  readonly rights: readonly Statement[];
  /** What its container needs, whatever the worker's type: to be entered, to mount file systems. */
  readonly containerRights?: readonly Statement[];
}

/** What the worker itself may do: start, watch and stop the tasks of its flow runs. */
export class TaskRole extends Construct {
  /** The created role's ARN, or the given one's. */
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskRoleProps) {
    super(scope, id);
    const { name, names, settings, existingRoleArn, createdIf: created, rights, containerRights = [] } = props;
    const count = Token.asNumber(`\${${created} ? 1 : 0}`);
    const role = '${one(aws_iam_role.prefect_worker_task_role[*].name)}';

    ecsTaskRole(this, 'prefect_worker_task_role', { ...settings, name, count });
    const ours = settings.ownStatements
      ? []
      : [
          runTasksPolicy(this, {
            name: names.runTasksPolicy,
            role: '${aws_iam_role.prefect_worker_task_role[0].id}',
            rights,
            onlyIf: props.runsTasksIf,
          }),
          ...containerPolicy(this, {
            name: names.containerPolicy,
            role: '${aws_iam_role.prefect_worker_task_role[0].id}',
            rights: containerRights,
            onlyIf: created,
          }),
        ];
    this.ready = [
      ...ours,
      ...extendRole(this, 'prefect_worker_task_role', {
        role,
        policyName: names.taskPolicy,
        settings,
        onlyIf: created,
      }),
    ];
    this.arn = new Expression(
      `${created} ? aws_iam_role.prefect_worker_task_role[0].arn : ${existingRoleArn.code}`,
    ).toString();
  }
}

interface RunTasksPolicyProps {
  readonly name: ResourceName;
  /** The role's name. */
  readonly role: string;
  readonly rights: readonly Statement[];
  /** A Terraform condition. */
  readonly onlyIf: string;
}

function runTasksPolicy(scope: Construct, { name, role, rights, onlyIf }: RunTasksPolicyProps): ITerraformDependable {
  return rolePolicy(scope, 'prefect_worker_allow_ecs_task', {
    ...countIf(onlyIf),
    name,
    role,
    policy: policyDocument(...rights),
  });
}

function containerPolicy(
  scope: Construct,
  { name, role, rights, onlyIf }: Omit<RunTasksPolicyProps, 'onlyIf'> & { readonly onlyIf?: string },
): ITerraformDependable[] {
  if (rights.length === 0) return [];
  return [
    rolePolicy(scope, 'prefect_worker_container', {
      ...countIf(onlyIf),
      name,
      role,
      policy: policyDocument(...rights),
    }),
  ];
}

/** The worker's rights for a role that is its execution role too. */
export class TaskRights extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    props: Omit<TaskRoleProps, 'name' | 'existingRoleArn' | 'createdIf'> & { readonly role: string },
  ) {
    super(scope, id);
    const { names, settings, role, rights, containerRights = [], runsTasksIf } = props;
    const ours = settings.ownStatements
      ? []
      : [
          runTasksPolicy(this, { name: names.runTasksPolicy, role, rights, onlyIf: runsTasksIf }),
          ...containerPolicy(this, { name: names.containerPolicy, role, rights: containerRights }),
        ];
    this.ready = [
      ...ours,
      ...extendRole(this, 'prefect_worker_task_role', { role, policyName: names.taskPolicy, settings }),
    ];
  }
}
