import { iamActionsOf, iamServices, resourcesOf } from '../../../src/values/iam-actions';
import { environmentOf } from '../../helpers/stack-files';

/** An ARN of a form of the Service Authorization Reference, with the region, the account and the names filled in. */
function arnOf(form: string): string {
  const [service, region, account, ...rest] = form.split(':');
  const name = rest
    .join(':')
    .replace(/^\*(?=\/\*\/consumer)/, 'stream')
    .replaceAll('*', service === 'secretsmanager' ? 'name-a1B2c3' : 'name');
  const place = [region === '*' ? 'us-east-1' : region, account === '*' ? '111122223333' : account];
  return `arn:aws:${service}:${place.join(':')}:${name}`;
}

/** An action for each form that the reference has. */
function actionsByForm(service: string): [form: string, action: string][] {
  const actions = (iamActionsOf(service) ?? []).map((name) => `${service}:${name}`);
  const forms = actions.flatMap((action) => (resourcesOf(action) ?? []).map((form) => [form, action] as const));
  // One of MediaConnect has the type of the resource in place of the account.
  return [...new Map(forms.filter(([form]) => !form.startsWith('mediaconnect:*:offering')))];
}

test.each(iamServices())('of %s, no resource that its reference has is said to match nothing', (service) => {
  const wrong = actionsByForm(service).flatMap(([form, action]) =>
    environmentOf({ roles: { task: { statements: [{ actions: [action], resources: [arnOf(form)] }] } } }).warnings.map(
      ({ message }) => `${action} ${form}: ${message}`,
    ),
  );
  expect(wrong).toEqual([]);
});
