import { ALARM_RULES } from './alarms';
import { API_KEY_RULES } from './api-key';
import { BACKEND_RULES } from './backend';
import { CAPACITY_RULES } from './capacity';
import { CLUSTER_RULES } from './cluster';
import { CLUSTER_PROVIDER_RULES } from './cluster-providers';
import { CONTAINER_RULES } from './containers';
import { CRASH_DETECTION_RULES } from './crash-detection';
import { CREATED_VPC_RULES } from './created-vpc';
import { FLOW_CONTAINER_RULES } from './flow-containers';
import { FLOW_RUN_RULES } from './flow-runs';
import { IMAGE_RULES } from './image';
import { INPUT_RULES } from './inputs';
import { LOGS_RULES } from './logs';
import { NAMES_RULES } from './names';
import { NETWORK_RULES } from './network';
import { PARTITION_RULES } from './partition';
import { PLAIN_SECRET_RULES } from './plain-secret';
import { PREFECT_RULES } from './prefect';
import { ROLES_RULES } from './roles';
import type { Rule } from './rule';
import { SCHEDULE_RULES } from './schedules';
import { SERVICE_RULES } from './service';
import { TAGS_RULES } from './tags';
import { TASK_RULES } from './tasks';
import { VALUE_RULES } from './values';
import { WORK_POOL_RULES } from './work-pool';
import { WORKER_RULES } from './worker';
import { WORKERS_RULES } from './workers';

/** Every rule there is. */
export const RULES: readonly Rule[] = [
  ...INPUT_RULES,
  ...BACKEND_RULES,
  ...TAGS_RULES,
  ...PARTITION_RULES,
  ...PREFECT_RULES,
  ...API_KEY_RULES,
  ...NAMES_RULES,
  ...ROLES_RULES,
  ...LOGS_RULES,
  ...CLUSTER_RULES,
  ...CLUSTER_PROVIDER_RULES,
  ...NETWORK_RULES,
  ...CREATED_VPC_RULES,
  ...CRASH_DETECTION_RULES,
  ...ALARM_RULES,
  ...FLOW_RUN_RULES,
  ...IMAGE_RULES,
  ...WORK_POOL_RULES,
  ...CAPACITY_RULES,
  ...SERVICE_RULES,
  ...WORKERS_RULES,
  ...WORKER_RULES,
  ...TASK_RULES,
  ...CONTAINER_RULES,
  ...FLOW_CONTAINER_RULES,
  ...VALUE_RULES,
  ...PLAIN_SECRET_RULES,
  ...SCHEDULE_RULES,
];
