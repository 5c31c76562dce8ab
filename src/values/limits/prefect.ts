import { API_ADDRESS } from '../api-url';
import { AWS_DOCS, type TextLimit } from './text-limit';

export const UUID: TextLimit = {
  pattern: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  allowed: 'a UUID, as in the address of the Prefect Cloud page: app.prefect.cloud/account/ID/workspace/ID',
  example: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
  source: 'https://docs.prefect.io/v3/how-to-guides/cloud/connect-to-cloud',
};

/** What Prefect refuses in any name (prefect/client/schemas: BANNED_CHARACTERS), and a leading hyphen, which its CLI reads as an option. */
export const POOL_NAME: TextLimit = {
  pattern: /^[^-/%&<>\p{Cc}][^/%&<>\p{Cc}]*$/u,
  allowed: 'the name of a Prefect work pool: in one line, without / % & < > and not beginning with a hyphen',
  example: 'my-ecs-pool',
  source: 'https://docs.prefect.io/v3/concepts/work-pools',
};

/**
 * Prefect names a flow run's task family `prefect_POOL_DEPLOYMENT`, with the pool's name as it is, and ECS takes
 * 255 of these characters there: 8 for `prefect_`, 37 for `_` and the deployment's UUID, 210 for the pool.
 */
export const ECS_POOL_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_-]{0,209}$/,
  allowed:
    'letters, digits, hyphens (not first) and underscores, at most 210, because an ecs worker makes it a part of the name of a task family',
  example: 'my-ecs-pool',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html`,
};

/** The name of something else in Prefect, which takes the same characters. */
export function prefectName(what: string, example: string): TextLimit {
  return { ...POOL_NAME, allowed: POOL_NAME.allowed.replace('a Prefect work pool', what), example };
}

export const WORK_QUEUE_NAME = prefectName('a Prefect work queue', 'high-priority');

/** A Prefect name that is a part of a Terraform address, too. */
export const QUEUE_NAME: TextLimit = {
  pattern: /^(?!(default|constructor)$)[A-Za-z0-9_][A-Za-z0-9_-]{0,99}$/,
  allowed:
    'at most 100 letters, digits, underscores and hyphens (not first), and not default, which every work pool has',
  example: 'urgent',
  source: POOL_NAME.source,
};

export const WORKER_TYPE: TextLimit = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._:-]*$/,
  allowed: 'the type of a Prefect worker, as prefect worker start --type takes it: ecs, process, …',
  example: 'ecs',
  source: 'https://docs.prefect.io/v3/concepts/workers',
};

/** Plain http is common for a server of one's own in a private network. */
export const API_URL: TextLimit = {
  pattern: API_ADDRESS,
  allowed:
    'the URL of a Prefect API, which ends in /api, without user, password and query: https://HOST[:PORT]/api, the port from 1 to 65535',
  example: 'https://prefect.example.com/api',
  source: 'https://docs.prefect.io/v3/api-ref/settings-ref',
};
