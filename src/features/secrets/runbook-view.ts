import type { Environment } from '../../environment/environment';
import { createdItems } from '../../inventory/inventory';
import { shellWord } from '../../runbook/shell';

/** The secrets that this stack makes, the credential's and the worker's own, and how a destroy leaves them. */
export function secretsView(environment: Environment) {
  const created = createdItems(environment).filter(({ address }) => address.startsWith('aws_secretsmanager_secret.'));
  const taken = created.flatMap(({ name, address }) =>
    name === undefined || name.randomEnd ? [] : [{ name: shellWord(name.text), address: shellWord(address) }],
  );
  const { inputs } = environment;
  return {
    createdSecrets: created.length > 0,
    severalSecrets: created.length > 1,
    takenSecrets: inputs.secretsManagerRecoveryInDays === 0 ? [] : taken,
    recoveryDays: inputs.secretsManagerRecoveryInDays,
    randomSuffix: taken.length === 0,
  };
}
