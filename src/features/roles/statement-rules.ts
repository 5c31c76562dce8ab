import { each, type Rule, warning, when } from '../../environment/rule';
import { nearest } from '../../stack-file/nearest';
import { ACTION_OF_CALL, iamActionsOf, iamServices, isAmong } from '../../values/iam-actions';
import { MOST_MANAGED_CHARACTERS } from '../../values/limits/iam';
import { leastCharacters } from './schema';
import { statementsOf, toNothing } from './statements-of';

const managedFit: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    when(
      environment.roles.policyType === 'managed' && leastCharacters(statements) > MOST_MANAGED_CHARACTERS,
      path,
      `must be at most ${MOST_MANAGED_CHARACTERS} characters in all with roles.policy_type: managed, as IAM allows for a managed policy`,
      'move statements to managed policies of your own, and set their ARNs in policies',
    ),
  );

const knownServices: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ effect, actions }, index) =>
      actions.flatMap((action, place) => {
        const [service = ''] = action.split(':');
        if (service === '*' || iamActionsOf(service) !== undefined) return [];
        const close = nearest(service, iamServices());
        return warning(
          'unknown-service',
          true,
          [...path, index, 'actions', place],
          `has the service ${service}, which IAM did not have in September 2026: the action ${toNothing({ effect })}`,
          close === undefined ? 'correct the part before the colon' : `did you mean ${close}?`,
        );
      }),
    ),
  );

/** IAM refuses the policy. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
const sidsOnce: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) => {
    const ours = path[1] === 'task_role' ? OURS_OF_FLOWS : [];
    const sids = statements.map(({ sid }) => sid);
    return sids.flatMap((sid, index) =>
      when(
        sid !== undefined && (sids.indexOf(sid) < index || ours.includes(sid)),
        [...path, index, 'sid'],
        ours.includes(sid ?? '')
          ? 'is the sid of a statement of the stack in this policy'
          : `duplicates statements[${sids.indexOf(sid)}]: IAM takes each sid once in a policy`,
        'rename it, or remove it',
      ),
    );
  });

/** Of the statements that stand in one policy with those of flow_runs.task_role. */
const OURS_OF_FLOWS = [
  ...['MountFileSystems', 'WriteFileSystems', 'MountAccessPoints', 'WriteAccessPoints'],
  'AllowEcsExec',
];

/** Services whose actions apply to their own resources alone. Source: as iamServices. */
const TO_THEIR_OWN = ['s3', 'sqs', 'sns', 'dynamodb', 'secretsmanager', 'lambda', 'ecr', 'kinesis'];

/** What of S3 has a region or an account in its ARN, as no bucket has. Source: as iamServices. */
const OTHERS_IN_S3 = /:(access-grants|accesspoint|async-request|job|storage-lens)/;

const resourcesOfActions: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ actions, resources }, index) => {
      const services = actions.map((action) => action.split(':')[0]?.toLowerCase() ?? '');
      if (!services.every((service) => TO_THEIR_OWN.includes(service))) return [];
      return resources.flatMap((resource, place) => {
        const [, , service = '', region = '', account = ''] = resource.split(':');
        const at = [...path, index, 'resources', place];
        return [
          ...warning(
            'unmatched-resource',
            service === 'secretsmanager' && !/[*?]|-[A-Za-z0-9]{6}$/.test(resource),
            at,
            'matches no secret: AWS adds a hyphen and six characters to the name in the ARN',
            `set ${resource}-??????`,
          ),
          ...warning(
            'unmatched-resource',
            service === 's3' && /[^*]/.test(`${region}${account}`) && !OTHERS_IN_S3.test(resource),
            at,
            'matches no bucket: the ARN of a bucket has no region and no account',
            'for example arn:aws:s3:::my-bucket/*',
          ),
        ];
      });
    }),
  );

const knownActions: Rule = (environment) =>
  each(statementsOf(environment), ([path, statements]) =>
    statements.flatMap(({ actions }, index) =>
      actions.flatMap((action, place) => {
        const [service = '', name = ''] = action.split(':');
        const known = iamActionsOf(service) ?? [];
        return warning(
          'unknown-action',
          known.length > 0 && !isAmong(name, known),
          [...path, index, 'actions', place],
          `is no action that IAM had in September 2026: it ${/[*?]/.test(name) ? 'matches' : 'is'} nothing that ${service} can do`,
          meantAction(service, name, known),
        );
      }),
    ),
  );

function meantAction(service: string, name: string, known: readonly string[]): string {
  const action = ACTION_OF_CALL[`${service}:${name}`.toLowerCase()];
  if (action !== undefined) return `that call is allowed by ${action}`;
  const close = nearest(name, known);
  return close === undefined ? 'correct the part after the colon' : `did you mean ${service}:${close}?`;
}

export const STATEMENT_RULES: readonly Rule[] = [managedFit, knownServices, knownActions, sidsOnce, resourcesOfActions];
