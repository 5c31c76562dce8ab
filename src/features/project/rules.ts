import { noEffect, type Rule, when } from '../../environment/rule';
import { suggestion } from '../../stack-file/nearest';
import { flowRepositoryName } from '../image/flow-image';
import { TEMPLATE_VARIABLES } from '../work-pool/template-variables';
import { deploymentsOf } from './of-deployments';

/** Prefect tells deployments apart by flow and name. */
const deploymentsOnce: Rule = ({ project }) => {
  const keys = deploymentsOf(project).map(({ name, entrypoint }) => `${entrypoint.split(/[:.]/).at(-1)}/${name}`);
  return keys.flatMap((key, index) =>
    when(
      keys.indexOf(key) !== index,
      ['project', 'deployments', index, 'name'],
      `duplicates deployments[${keys.indexOf(key)}]: ${key} would be deployed twice, and the second would replace the first`,
      'set another name',
    ),
  );
};

const knownVariables: Rule = ({ project, flowRuns }) => {
  const removed = flowRuns?.template?.removeVariables ?? [];
  const all = [...TEMPLATE_VARIABLES, ...Object.keys(flowRuns?.variables ?? {})];
  const known = all.filter((name) => !removed.includes(name));
  return deploymentsOf(project).flatMap(({ jobVariables }, index) =>
    Object.keys(jobVariables).flatMap((name) =>
      when(
        !known.includes(name),
        ['project', 'deployments', index, 'job_variables', name],
        'is not a variable of the base job template',
        suggestion(name, known),
      ),
    ),
  );
};

const imageRunsProject: Rule = (environment) => {
  const { project, flowRuns, aws } = environment;
  if (typeof project !== 'object') return [];
  const isBuilt = flowRepositoryName(environment) !== undefined && flowRuns?.image === undefined;
  return [
    ...noEffect(
      project.pull !== undefined && environment.isInFile(['image', 'code']),
      ['image', 'code'],
      'project.pull decides where flow runs get their code',
      'remove project.pull',
    ),
    ...noEffect(
      project.imageTag !== undefined && !(isBuilt && aws.accountId !== undefined),
      ['project', 'image_tag'],
      'it is a tag in the created repository, whose name has the account in it',
      'set image.repository: {} and aws.account_id',
    ),
  ];
};

export const PROJECT_RULES: readonly Rule[] = [deploymentsOnce, knownVariables, imageRunsProject];
