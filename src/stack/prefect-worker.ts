import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { alarmTopicOf, watch } from '../features/alarms/create';
import { capacityOf } from '../features/capacity/create';
import { clusterOf } from '../features/cluster/create';
import { eventQueueOf, eventRights, taskEventsOf } from '../features/crash-detection/create';
import { flowRunThingsOf } from '../features/flow-runs/create';
import { inputsOf } from '../features/inputs/create';
import { logsOf } from '../features/logs/create';
import { physicalNames } from '../features/names/physical-names';
import { placeOf } from '../features/network/create';
import {
  eventOutputs,
  furtherOutputs,
  furtherWorkers,
  namedOutputs,
  referenceOutputs,
  type StackValues,
} from '../features/outputs/create';
import { executionRoleOf, taskRoleOf } from '../features/roles/create';
import { secretsOf } from '../features/secrets/create';
import { poolOf } from '../features/work-pool/create';
import { workerOf } from '../features/worker/create';
import type { OneWorker, Shared } from '../features/worker/create-types';
import { ownApiUrl, variablesOf } from '../features/worker/create-variables';
import { furtherImages, furtherWorkersOf, poolsOf } from '../features/workers/create';
import { inputsOfFirst } from '../features/workers/create-inputs';
import { AwsContext } from '../terraform/aws-context';
import { LookUps } from '../terraform/look-ups';
import type { Decisions } from './decisions';
import type { Ground } from './wired';

export interface PrefectWorkerProps {
  readonly environment: Decisions;
  /** Repeat the stack file's checks on what comes by tfvars or the command line; false: take everything. */
  readonly checkedInputs: boolean;
}

/** The wiring: inputs, what is made of them, outputs. The same in a stack and in the module. */
export class PrefectWorker extends Construct {
  constructor(scope: Construct, id: string, { environment, checkedInputs }: PrefectWorkerProps) {
    super(scope, id);
    const lookUps = new LookUps(this, 'look_ups');
    const inputs = inputsOf(this, environment, checkedInputs);
    const names = physicalNames(inputs.name.toString(), environment.naming);
    const aws = new AwsContext(this, 'aws');
    const apiUrl = ownApiUrl(this, environment, inputs, lookUps);
    const ground: Ground = { scope: this, environment, inputs, names, aws, lookUps, apiUrl };

    const secrets = secretsOf(ground);
    const logs = logsOf(ground);
    const cluster = clusterOf(ground);
    const first: OneWorker = {
      capacity: environment.capacity,
      container: environment.worker,
      service: environment.service,
      workQueues: environment.prefect.workQueues,
      inputs: inputsOfFirst(inputs),
    };
    const others = furtherWorkersOf(ground, checkedInputs);
    const workers = [first, ...others];
    const executionRole = executionRoleOf(ground, secrets, logs, furtherImages(workers));
    const events = eventQueueOf(ground);
    const flowRuns = flowRunThingsOf(ground, secrets, logs, executionRole);
    const pools = poolsOf(workers);
    const taskRole = taskRoleOf(
      ground,
      cluster,
      executionRole,
      flowRuns,
      eventRights(ground, events, logs, flowRuns),
      pools,
    );
    const eventsReady = taskEventsOf(ground, events, cluster, taskRole, pools);
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
    const workerVariables = variablesOf(ground, values, first.container, events);
    const pool = poolOf(ground, { flowRuns, place, cluster, secrets, workerVariables });
    const shared: Shared = {
      ground,
      secrets,
      logs,
      cluster,
      executionRole,
      taskRole,
      place,
      instances: capacityOf(ground, cluster, place),
      ready: [...eventsReady, ...(flowRuns?.ready ?? []), ...pool],
      events,
      values,
    };
    const { serviceId, serviceName } = workerOf(shared, first);
    const furtherIds = others.flatMap((worker) => {
      const made = workerOf(shared, worker);
      return worker.name === undefined || made.serviceId === undefined ? [] : [[worker.name, made.serviceId]];
    });

    if (serviceName !== undefined) watch(ground, alarmTopicArn, { cluster, serviceName, logs, events });

    referenceOutputs(this, {
      serviceId,
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole?.arn,
      securityGroupId: place.ownSecurityGroupId,
      clusterName: cluster.name,
    });
    if (environment.preset === 'hardened') furtherOutputs(this, environment, values);
    if (events) eventOutputs(this, events);
    furtherWorkers(this, Object.fromEntries(furtherIds));
    namedOutputs(this, environment, values);
  }
}
