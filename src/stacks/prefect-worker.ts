import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { TerraformOutput, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ApiKey, Inputs } from '../config/environment';
import { physicalNames } from '../config/names';
import type { Preset } from '../config/presets';
import { ApiKeySecret } from '../constructs/api-key-secret';
import { AwsContext } from '../constructs/aws-context';
import { ExecutionRole } from '../constructs/execution-role';
import { TaskRole } from '../constructs/task-role';
import { literal } from '../constructs/terraform-text';
import { WorkerCluster } from '../constructs/worker-cluster';
import { WorkerNetwork } from '../constructs/worker-network';
import { WorkerService } from '../constructs/worker-service';
import { WorkerTask } from '../constructs/worker-task';
import { WorkerInputs } from './inputs';

export interface PrefectWorkerProps {
  readonly defaults: Partial<Inputs>;
  readonly behaviour: Preset;
  readonly apiKey: ApiKey;
  readonly containerInsights?: 'disabled' | 'enabled' | 'enhanced';
  /** See {@link WorkerInputs}. */
  readonly checkedInputs: boolean;
}

/** The wiring: inputs, what is made of them, outputs. The same in a stack and in the module. */
export class PrefectWorker extends Construct {
  constructor(scope: Construct, id: string, props: PrefectWorkerProps) {
    super(scope, id);
    const { behaviour, apiKey } = props;

    const inputs = new WorkerInputs(this, 'inputs', {
      defaults: props.defaults,
      key: apiKey.from === 'secret' ? 'absent' : behaviour.keepsKeyOutOfState ? 'ephemeral' : 'in_state',
      checked: props.checkedInputs,
    });
    const names = physicalNames(inputs.name.toString());
    const aws = new AwsContext(this, 'aws');

    const key = this.apiKey(inputs, names.apiKeySecret, aws, props);
    const logGroup = new CloudwatchLogGroup(this, 'prefect_worker_log_group', {
      name: names.logGroup,
      retentionInDays: Token.asNumber(inputs.workerLogRetentionInDays.toString()),
    });
    const cluster = new WorkerCluster(this, 'cluster', {
      name: names.cluster,
      containerInsights: props.containerInsights,
    });
    const executionRole = new ExecutionRole(this, 'execution_role', {
      aws,
      names,
      apiKeyArn: key.arn,
      image: inputs.workerImage,
      leastPrivilege: behaviour.leastPrivilege,
    });
    const taskRole = new TaskRole(this, 'task_role', {
      aws,
      names,
      existingRoleArn: inputs.workerTaskRoleArn,
      workPoolName: inputs.workerWorkPoolName.toString(),
      workerType: inputs.workerType,
      leastPrivilege: behaviour.leastPrivilege,
    });
    const network = new WorkerNetwork(this, 'network', {
      securityGroupName: names.securityGroup,
      vpcId: inputs.vpcId.toString(),
      httpsEgressOnly: behaviour.httpsEgressOnly,
    });
    const task = new WorkerTask(this, 'task', {
      family: names.taskFamily,
      containerName: names.container,
      image: inputs.workerImage,
      workPoolName: inputs.workerWorkPoolName,
      workerType: inputs.workerType,
      cpu: inputs.workerCpu,
      memory: inputs.workerMemory,
      apiUrl: `https://api.prefect.cloud/api/accounts/${inputs.prefectAccountId}/workspaces/${inputs.prefectWorkspaceId}`,
      extraPipPackages: inputs.workerExtraPipPackages,
      apiKeyFrom: key.valueFrom,
      logGroup: logGroup.name,
      region: aws.region,
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole.arn,
      guarded: behaviour.guardedTask,
    });
    const service = new WorkerService(this, 'service', {
      name: names.service,
      clusterId: cluster.id,
      clusterName: cluster.name,
      taskDefinitionArn: task.arn,
      desiredCount: Token.asNumber(inputs.workerDesiredCount.toString()),
      subnets: Token.asList(inputs.workerSubnets.toString()),
      securityGroupId: network.securityGroupId,
      after: [...key.ready, ...executionRole.ready, ...taskRole.ready, network.ready, cluster.ready],
      guarded: behaviour.guardedDeployment,
    });

    this.output('prefect_worker_service_id', service.id, 'ARN of the ECS service');
    this.output('prefect_worker_execution_role_arn', executionRole.arn, 'Role with which ECS starts the worker');
    this.output('prefect_worker_task_role_arn', taskRole.arn, 'Role that the worker itself has');
    this.output('prefect_worker_security_group', network.securityGroupId, "Id of the worker's security group");
    this.output('prefect_worker_cluster_name', cluster.name, 'Name of the ECS cluster');
  }

  private apiKey(inputs: WorkerInputs, secretName: string, aws: AwsContext, { apiKey, behaviour }: PrefectWorkerProps) {
    if (apiKey.from === 'secret') {
      const arn = literal(apiKey.secretArn);
      return { arn, valueFrom: arn, ready: [] };
    }
    const secret = new ApiKeySecret(this, 'api_key', {
      name: secretName,
      recoveryWindowInDays: Token.asNumber(inputs.secretsManagerRecoveryInDays.toString()),
      value: inputs.prefectApiKey.toString(),
      writeOnlyVersion: behaviour.keepsKeyOutOfState ? apiKey.version : undefined,
    });
    return {
      // AWS adds a hyphen and six characters: this names the one secret of this name, and is known at plan.
      arn: behaviour.leastPrivilege ? aws.arn('secretsmanager', `secret:${secretName}-??????`) : secret.arn,
      valueFrom: secret.valueFrom,
      ready: [secret.ready],
    };
  }

  private output(name: string, value: string, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }
}
