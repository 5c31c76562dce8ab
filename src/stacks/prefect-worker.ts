import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { physicalNames } from '../config/names';
import { AwsContext } from '../constructs/aws-context';
import { LookUps } from '../constructs/look-ups';
import { literal } from '../constructs/terraform-text';
import { workerCommand } from '../constructs/worker-command';
import { WorkerService } from '../constructs/worker-service';
import { WorkerTask } from '../constructs/worker-task';
import { alarmTopicOf, watch } from './alarms';
import { eventQueueOf, eventRights, taskEventsOf } from './events';
import { flowRunThingsOf } from './flow-runs';
import { inputsOf } from './inputs';
import { placeOf } from './place';
import { poolOf } from './pool';
import { executionRoleOf, taskRoleOf } from './roles';
import { CA_VARIABLE, secretsOf } from './secrets';
import { eventOutputs, furtherOutputs, namedOutputs, referenceOutputs, type StackValues } from './stack-outputs';
import { clusterOf, logsOf } from './surroundings';
import { ownApiUrl, variablesOf } from './variables';
import type { Decisions, Ground } from './wired';

export interface PrefectWorkerProps {
  readonly environment: Decisions;
  /** Repeat the stack file's checks on what comes by tfvars or the command line; false: take everything. */
  readonly checkedInputs: boolean;
}

/** The wiring: inputs, what is made of them, outputs. The same in a stack and in the module. */
export class PrefectWorker extends Construct {
  constructor(scope: Construct, id: string, { environment, checkedInputs }: PrefectWorkerProps) {
    super(scope, id);
    const { behaviour, prefect, network } = environment;

    const lookUps = new LookUps(this, 'look_ups');
    const inputs = inputsOf(this, environment, checkedInputs);
    const names = physicalNames(inputs.name.toString(), environment.naming);
    const aws = new AwsContext(this, 'aws');
    const apiUrl = ownApiUrl(this, environment, inputs, lookUps);
    const ground: Ground = { scope: this, environment, inputs, names, aws, lookUps, apiUrl };

    const secrets = secretsOf(ground);
    const logs = logsOf(ground);
    const cluster = clusterOf(ground);
    const executionRole = executionRoleOf(ground, secrets, logs);
    const events = eventQueueOf(ground);
    const flowRuns = flowRunThingsOf(ground, secrets, logs, executionRole);
    const taskRole = taskRoleOf(ground, cluster, executionRole, flowRuns, eventRights(ground, events, logs, flowRuns));
    const eventsReady = taskEventsOf(ground, events, cluster, taskRole);
    const alarmTopicArn = alarmTopicOf(ground);
    const place = placeOf(ground);

    const values: StackValues = {
      account_id: () => aws.accountId,
      region: () => aws.region,
      partition: () => aws.partition,
      cluster_arn: () => cluster.id,
      cluster_name: () => cluster.name,
      service_name: () => names.service,
      execution_role_arn: () => executionRole.arn,
      task_role_arn: () => taskRole?.arn ?? '',
      security_group_id: () => place.ownSecurityGroupId ?? '',
      log_group_name: () => logs?.groupName ?? '',
      api_key_secret_arn: () => secrets.credential?.secretArn ?? '',
      vpc_id: () => place.vpcId,
      subnet_ids: () => Token.asString(place.subnetIds),
      route_table_ids: () => Token.asString(place.routeTableIds),
      nat_addresses: () => Token.asString(place.natAddresses),
      event_queue_name: () => events?.name ?? '',
      alarm_topic_arn: () => alarmTopicArn ?? '',
    };
    const workerVariables = variablesOf(ground, values, events);
    const task = new WorkerTask(this, 'task', {
      family: names.taskFamily,
      containerName: names.container,
      image: inputs.workerImage,
      command: workerCommand({
        ...prefect,
        workerName: prefect.workerName && literal(prefect.workerName),
        workQueues: prefect.workQueues?.map(literal),
        workPoolName: inputs.workerWorkPoolName,
        workerType: inputs.workerType,
        withHealthcheck: behaviour.guardedTask,
        caCertificateVariable: prefect.caCertificate && CA_VARIABLE,
      }),
      cpu: inputs.workerCpu,
      memory: inputs.workerMemory,
      environment: workerVariables,
      extraPipPackages: inputs.workerExtraPipPackages,
      secrets: secrets.injected.map(({ name, secret: { valueFrom } }) => ({ name, valueFrom })),
      logConfiguration: logs?.configuration,
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole?.arn,
      guarded: behaviour.guardedTask,
    });
    const pool = poolOf(ground, { flowRuns, place, cluster, secrets, workerVariables });
    const service = new WorkerService(this, 'service', {
      name: names.service,
      clusterId: cluster.id,
      clusterName: cluster.name,
      taskDefinitionArn: task.arn,
      desiredCount: Token.asNumber(inputs.workerDesiredCount.toString()),
      subnets: place.subnetIds,
      securityGroupIds: place.securityGroupIds,
      assignPublicIp: network.assignPublicIp,
      after: behaviour.guardedDeployment
        ? [
            ...secrets.ready,
            ...executionRole.ready,
            ...(taskRole?.ready ?? []),
            ...place.ready,
            ...cluster.ready,
            ...eventsReady,
            ...pool,
          ]
        : [...place.ways],
      guarded: behaviour.guardedDeployment,
    });

    watch(ground, alarmTopicArn, { cluster, serviceName: service.name, logs, events });

    referenceOutputs(this, {
      serviceId: service.id,
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole?.arn,
      securityGroupId: place.ownSecurityGroupId,
      clusterName: cluster.name,
    });
    if (environment.preset === 'hardened') furtherOutputs(this, environment, values);
    if (events) eventOutputs(this, events);
    namedOutputs(this, environment, values);
  }
}
