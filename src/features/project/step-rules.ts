import { type Finding, faultAt, type Rule, when } from '../../environment/rule';
import { nearest } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { inTable } from '../../values/in-table';
import type { ConfiguredDeployment } from './schema';

/** The steps of Prefect, and the inputs without which each fails. Source: prefect 3.8, deployments/steps. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  git_clone: ['repository'],
  pip_install_requirements: [],
  pull_from_remote_storage: ['url'],
  pull_with_block: ['block_document_name', 'block_type_slug'],
  run_shell_script: ['script'],
  set_working_directory: ['directory'],
};

const OF_PREFECT = 'prefect.deployments.steps.';

const stepsFit: Rule = ({ project }) => {
  if (typeof project !== 'object') return [];
  const owners: [Path, Pick<ConfiguredDeployment, 'build' | 'push' | 'pull'>][] = [
    [['project'], project],
    ...project.deployments.map((one, index): [Path, typeof one] => [['project', 'deployments', index], one]),
  ];
  return owners.flatMap(([path, owner]) =>
    (['build', 'push', 'pull'] as const).flatMap((field) =>
      (owner[field] ?? []).flatMap((step, index) =>
        Object.entries(step).flatMap(([name, inputs]) => stepFindings(name, inputs, [...path, field, index, name])),
      ),
    ),
  );
};

function stepFindings(name: string, inputs: unknown, path: Path): Finding[] {
  const step = name.startsWith(OF_PREFECT) ? name.slice(OF_PREFECT.length) : undefined;
  // A step may be named by the module that it is in: pull.git_clone.
  if (step === undefined || step.includes('.')) return [];
  const required = inTable(STEPS, step);
  if (required === undefined) {
    const known = Object.keys(STEPS);
    const close = nearest(step, known);
    return faultAt(
      path,
      'is not a step of Prefect 3.8: the deployment would fail',
      close === undefined
        ? `allowed: ${known.map((one) => `${OF_PREFECT}${one}`).join(', ')}`
        : `did you mean ${OF_PREFECT}${close}?`,
    );
  }
  const missing = required.filter((input) => !Object.hasOwn(Object(inputs ?? {}), input));
  return when(
    missing.length > 0,
    path,
    `requires ${missing.join(' and ')}`,
    `add it: {${missing.map((input) => `${input}: …`).join(', ')}}`,
  );
}

export const STEP_RULES: readonly Rule[] = [stepsFit];
