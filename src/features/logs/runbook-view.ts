import type { Environment } from '../../environment/environment';
import { createdInShell } from '../../runbook/created-names';
import { nameInShell } from '../../runbook/shell';
import { code } from '../../runbook/template';
import { physicalNames, randomEndOf } from '../names/physical-names';
import { NAME_OUTPUTS } from '../outputs/stack-values';

export function logsView(environment: Environment) {
  const { logs, inputs, naming, region } = environment;
  const { logGroup } = physicalNames(inputs.name, naming);
  const isRandom = logs.name === undefined && randomEndOf('logGroup', naming) > 0;
  const logGroupLookUp =
    typeof logs.name === 'object'
      ? `the parameter ${code(logs.name.ssmParameter ?? '')}`
      : isRandom
        ? `the output ${code(NAME_OUTPUTS.logGroup)}`
        : '';
  return {
    logGroup:
      logs.group === 'none'
        ? ''
        : logs.name === undefined
          ? createdInShell(environment, 'logGroup')
          : nameInShell(logs.name, region),
    // In the pool's form; a name from a parameter has to be looked up by hand.
    logGroupInForm: logGroupLookUp === '' ? (logs.name ?? logGroup) : 'LOG_GROUP',
    logGroupLookUp,
    logByDriver: logs.group === 'by_driver',
    logQueriedOnly: logs.class === 'INFREQUENT_ACCESS',
  };
}
