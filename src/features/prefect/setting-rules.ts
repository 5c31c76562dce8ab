import { each, type Finding, type Rule, warning, warningAt } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { hasPlaceholder } from '../../values/placeholder';
import { settingFault, settingWithout } from '../../values/prefect-settings';
import { workersWithOwn } from '../workers/workers-of';

/** The variables of Prefect's own processes, and where each stands. */
const knownSettings: Rule = (environment) => {
  const { prefect, flowRuns } = environment;
  return [
    ...inVariables(['prefect', 'settings'], prefect.settings),
    ...Object.keys(prefect.settings).flatMap((name) => {
      const meant = settingWithout(name);
      return warning(
        'unknown-setting',
        meant !== undefined,
        ['prefect', 'settings', name],
        'is not a setting: the names of all settings begin with PREFECT_',
        `did you mean ${meant}?`,
      );
    }),
    ...each(workersWithOwn(environment, 'worker'), ({ container, at }) => [
      ...inVariables(at('worker', 'environment'), container.environment),
      ...inVariables(at('worker', 'secrets'), container.secrets),
    ]),
    ...inVariables(['flow_runs', 'environment'], flowRuns?.environment ?? {}),
    ...inVariables(['flow_runs', 'secrets'], flowRuns?.secrets ?? {}),
  ];
};

function inVariables(path: Path, variables: Readonly<Record<string, unknown>>): Finding[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    const known = typeof value === 'string' && !hasPlaceholder(value) ? value : undefined;
    const fault = settingFault(name, known);
    return fault === undefined ? [] : warningAt('unknown-setting', [...path, name], fault.message, fault.hint);
  });
}

export const SETTING_RULES: readonly Rule[] = [knownSettings];
