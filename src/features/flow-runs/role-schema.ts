import * as z from 'zod';
import { onChange } from '../../values/changes';
import { group } from '../../values/fields';
import { existingRole, permissionsOfRole, policies, statements } from '../roles/schema';

export const executionRole = group({
  existing: existingRole
    .optional()
    .describe('An existing role with all permissions that ECS needs to start flow runs. No role is created.'),
  ...permissionsOfRole('flow runs do not start'),
})
  .describe(
    'An execution role only for flow runs: reads their secrets, pulls their image, writes their log. Default: the execution role of the worker, which gets these permissions.',
  )
  .meta(
    onChange(
      'creates or deletes the roles of flow runs',
      'updates the permissions',
      'requires an update of the work pool',
    ),
  );

export const taskRole = group({
  existing: existingRole.optional().describe('An existing role. No role is created.'),
  same_as_worker: z
    .boolean()
    .default(false)
    .describe(
      'Use the task role of the worker, whichever it is. Flows can then do all that the worker can: start, read and stop the tasks of its pool.',
    ),
  policies: policies.describe('ARNs of policies for the created role.').meta(onChange('updates the permissions')),
  statements: statements
    .optional()
    .describe('Permissions of the created role, as IAM policy statements.')
    .meta(onChange('updates the permissions')),
})
  .describe('Task role of flow runs, for calls to AWS. Default: no role, so flows cannot call AWS.')
  .meta(
    onChange(
      'creates or deletes the roles of flow runs',
      'updates the permissions',
      'requires an update of the work pool',
    ),
  );
