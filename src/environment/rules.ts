import { ALARM_RULES } from '../features/alarms/rules';
import { API_KEY_RULES } from '../features/api-key/rules';
import { QUOTA_RULES } from '../features/aws/quota-rules';
import { AWS_RULES } from '../features/aws/rules';
import { BACKEND_RULES } from '../features/backend/rules';
import { BUCKET_RULES } from '../features/bucket/rules';
import { AGENT_RULES } from '../features/capacity/agent-rules';
import { INSTANCE_COUNT_RULES } from '../features/capacity/instance-count-rules';
import { INSTANCE_RULES } from '../features/capacity/instance-rules';
import { CAPACITY_RULES } from '../features/capacity/rules';
import { CI_ROLE_RULES } from '../features/ci-role/rules';
import { CLUSTER_PROVIDER_RULES } from '../features/cluster/provider-rules';
import { CLUSTER_RULES } from '../features/cluster/rules';
import { ATTRIBUTE_RULES } from '../features/container/attribute-rules';
import { COMMAND_RULES } from '../features/container/command-rules';
import { DEPENDS_ON_RULES } from '../features/container/depends-on-rules';
import { ENVIRONMENT_FILE_RULES } from '../features/container/environment-file-rules';
import { FILE_SYSTEM_RULES } from '../features/container/file-system-rules';
import { IMAGE_FITS_RULES } from '../features/container/image-fits-rules';
import { LOG_ROUTER_RULES } from '../features/container/log-router-rules';
import { LOG_RULES } from '../features/container/log-rules';
import { PORT_RULES } from '../features/container/port-rules';
import { CONTAINER_RULES } from '../features/container/rules';
import { SIDECAR_RULES } from '../features/container/sidecar-rules';
import { SIZE_RULES } from '../features/container/size-rules';
import { VARIABLES_RULES } from '../features/container/variable-rules';
import { VOLUME_RULES } from '../features/container/volume-rules';
import { CRASH_DETECTION_RULES } from '../features/crash-detection/rules';
import { FLOW_CONTAINER_RULES } from '../features/flow-runs/containers-rules';
import { DEFINITION_RULES } from '../features/flow-runs/definition-rules';
import { JOB_CONFIGURATION_RULES } from '../features/flow-runs/job-configuration-rules';
import { FLOW_LOG_RULES } from '../features/flow-runs/log-rules';
import { NAMED_PART_RULES } from '../features/flow-runs/named-part-rules';
import { REQUEST_RULES } from '../features/flow-runs/request-rules';
import { FLOW_ROLE_RULES } from '../features/flow-runs/role-rules';
import { FLOW_RUN_RULES } from '../features/flow-runs/rules';
import { TEMPLATE_RULES } from '../features/flow-runs/template-rules';
import { VARIABLE_RULES } from '../features/flow-runs/variable-rules';
import { CACHE_RULES } from '../features/image/cache-rules';
import { FLOW_CLIENT_RULES } from '../features/image/client-rules';
import { INSTALL_RULES } from '../features/image/install-rules';
import { OWN_IMAGE_RULES } from '../features/image/own-image-rules';
import { IMAGE_RULES } from '../features/image/rules';
import { IMAGE_VERSION_RULES } from '../features/image/version-rules';
import { INPUT_RULES } from '../features/inputs/rules';
import { LOGS_RULES } from '../features/logs/rules';
import { NAMES_RULES } from '../features/names/rules';
import { CONNECTION_RULES } from '../features/network/connection-rules';
import { CREATED_VPC_RULES } from '../features/network/created-vpc-rules';
import { EXISTING_SUBNETS_RULES } from '../features/network/existing-subnets-rules';
import { IPV6_RULES } from '../features/network/ipv6-rules';
import { ISOLATION_RULES } from '../features/network/isolation-rules';
import { REACH_RULES } from '../features/network/reach-rules';
import { NETWORK_RULES } from '../features/network/rules';
import { URL_RULES } from '../features/network/url-rules';
import { ZONE_RULES } from '../features/network/zone-rules';
import { VALUE_RULES } from '../features/outputs/rules';
import { BLOCK_RULES } from '../features/overrides/attribute-rules';
import { FURTHER_BLOCK_RULES } from '../features/overrides/further-block-rules';
import { OVERRIDDEN_NAME_RULES } from '../features/overrides/name-rules';
import { OVERRIDES_RULES } from '../features/overrides/rules';
import { PREFECT_RULES } from '../features/prefect/rules';
import { SETTING_RULES } from '../features/prefect/setting-rules';
import { DEPLOYMENT_RULES } from '../features/project/deployment-rules';
import { JOB_SIZE_RULES } from '../features/project/job-size-rules';
import { JOB_VARIABLE_RULES } from '../features/project/job-variable-rules';
import { JOB_VARIABLE_VALUE_RULES } from '../features/project/job-variable-value-rules';
import { PROJECT_RULES } from '../features/project/rules';
import { STEP_RULES } from '../features/project/step-rules';
import { ACTION_RESOURCE_RULES } from '../features/roles/action-resource-rules';
import { BOUNDARY_RULES } from '../features/roles/boundary-rules';
import { CONDITION_RULES } from '../features/roles/condition-rules';
import { MANAGED_POLICY_RULES } from '../features/roles/managed-policy-rules';
import { OWN_STATEMENT_RULES } from '../features/roles/own-statement-rules';
import { POLICY_SIZE_RULES } from '../features/roles/policy-size-rules';
import { RESOURCE_RULES } from '../features/roles/resource-rules';
import { ROLES_RULES } from '../features/roles/rules';
import { STATEMENT_RULES } from '../features/roles/statement-rules';
import { PLAIN_SECRET_RULES } from '../features/secrets/plain-secret-rules';
import { SERVICE_RULES } from '../features/service/rules';
import { SCALING_THRESHOLD_RULES } from '../features/service/scaling-threshold-rules';
import { SCHEDULE_RULES } from '../features/service/schedule-rules';
import { SERVICE_DISCOVERY_RULES } from '../features/service-discovery/rules';
import { TAGS_RULES } from '../features/tags/rules';
import { WORK_POOL_RULES } from '../features/work-pool/rules';
import { WORKER_RULES } from '../features/worker/rules';
import { WORKERS_RULES } from '../features/workers/rules';
import { oddText } from './odd-text';
import { repeatedEntries } from './repeated-entries';
import type { Rule } from './rule';

/** Every rule there is. */
export const RULES: readonly Rule[] = [
  ...INPUT_RULES,
  ...BACKEND_RULES,
  ...TAGS_RULES,
  ...AWS_RULES,
  ...QUOTA_RULES,
  ...PREFECT_RULES,
  ...SETTING_RULES,
  ...API_KEY_RULES,
  ...NAMES_RULES,
  ...RESOURCE_RULES,
  ...ACTION_RESOURCE_RULES,
  ...OWN_STATEMENT_RULES,
  ...BOUNDARY_RULES,
  ...ROLES_RULES,
  ...STATEMENT_RULES,
  ...MANAGED_POLICY_RULES,
  ...POLICY_SIZE_RULES,
  ...CONDITION_RULES,
  ...LOGS_RULES,
  ...CLUSTER_RULES,
  ...CLUSTER_PROVIDER_RULES,
  ...NETWORK_RULES,
  ...CREATED_VPC_RULES,
  ...ZONE_RULES,
  ...EXISTING_SUBNETS_RULES,
  ...CONNECTION_RULES,
  ...IPV6_RULES,
  ...REACH_RULES,
  ...URL_RULES,
  ...ISOLATION_RULES,
  ...CRASH_DETECTION_RULES,
  ...ALARM_RULES,
  ...FLOW_RUN_RULES,
  ...FLOW_ROLE_RULES,
  ...FLOW_LOG_RULES,
  ...DEFINITION_RULES,
  ...VARIABLE_RULES,
  ...JOB_CONFIGURATION_RULES,
  ...REQUEST_RULES,
  ...NAMED_PART_RULES,
  ...TEMPLATE_RULES,
  ...IMAGE_RULES,
  ...CACHE_RULES,
  ...PROJECT_RULES,
  ...SERVICE_DISCOVERY_RULES,
  ...BUCKET_RULES,
  ...CI_ROLE_RULES,
  ...DEPLOYMENT_RULES,
  ...JOB_VARIABLE_VALUE_RULES,
  ...STEP_RULES,
  ...JOB_SIZE_RULES,
  ...JOB_VARIABLE_RULES,
  ...IMAGE_VERSION_RULES,
  ...OWN_IMAGE_RULES,
  ...FLOW_CLIENT_RULES,
  ...INSTALL_RULES,
  ...WORK_POOL_RULES,
  ...CAPACITY_RULES,
  ...INSTANCE_RULES,
  ...INSTANCE_COUNT_RULES,
  ...AGENT_RULES,
  ...SERVICE_RULES,
  ...WORKERS_RULES,
  ...WORKER_RULES,
  ...SIDECAR_RULES,
  ...VOLUME_RULES,
  ...FILE_SYSTEM_RULES,
  ...LOG_ROUTER_RULES,
  ...COMMAND_RULES,
  ...DEPENDS_ON_RULES,
  ...CONTAINER_RULES,
  ...ENVIRONMENT_FILE_RULES,
  ...IMAGE_FITS_RULES,
  ...VARIABLES_RULES,
  ...PORT_RULES,
  ...LOG_RULES,
  ...ATTRIBUTE_RULES,
  ...SIZE_RULES,
  ...FLOW_CONTAINER_RULES,
  ...VALUE_RULES,
  ...OVERRIDES_RULES,
  ...FURTHER_BLOCK_RULES,
  ...OVERRIDDEN_NAME_RULES,
  ...BLOCK_RULES,
  ...PLAIN_SECRET_RULES,
  ...SCHEDULE_RULES,
  ...SCALING_THRESHOLD_RULES,
  repeatedEntries,
  oddText,
];
