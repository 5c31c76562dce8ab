import { shellWord } from '../runbook/shell';
import { APPLY, commandOf, DESTROY, installOf, PLAN, type Project } from './pipeline-project';

/** The names of the environments that our command prints as JSON, a line each. */
const NAMES = `node -p 'JSON.parse(fs.readFileSync(0)).environments.map((one) => one.environment ?? one.name).join("\\n")'`;

export function gitlab(project: Project): object {
  const { out, stacksOptions, options } = project;
  const command = commandOf(project);
  const affected = (only: string) =>
    `${command} affected${options} --base "$BASE" --only ${only} --json | ${NAMES} > names`;
  /** Each environment has a process of its own, four at a time; one that fails fails the job. */
  const inEach = (run: string, folder = out) =>
    `xargs -r -P 4 -I NAME sh -ec ${shellWord(`cd ${shellWord(`${folder}/stacks/NAME`)}; ${run.replaceAll('\n', '; ')}`)} < names`;
  const onMergeRequest = [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }];
  const onMain = [{ if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }];
  return {
    stages: ['check', 'plan', 'deploy', 'destroy'],
    default: {
      image: { name: 'hashicorp/terraform:1.11.4', entrypoint: [''] },
      before_script: ['apk add --no-cache nodejs npm', installOf(project)],
    },
    variables: { GIT_DEPTH: 0, TF_IN_AUTOMATION: '1' },
    check: {
      stage: 'check',
      rules: [...onMergeRequest, ...onMain],
      script: [`${command} validate --strict${stacksOptions}`, `${command} check${options}`],
    },
    plan: {
      stage: 'plan',
      rules: onMergeRequest,
      variables: { BASE: '$CI_MERGE_REQUEST_DIFF_BASE_SHA' },
      script: [affected('added changed'), inEach(PLAN)],
    },
    deploy: {
      stage: 'deploy',
      rules: onMain,
      variables: { BASE: '$CI_COMMIT_BEFORE_SHA' },
      resource_group: 'prefect-workers',
      script: [affected('added changed'), inEach(APPLY)],
    },
    destroy: {
      stage: 'destroy',
      rules: onMain,
      variables: { BASE: '$CI_COMMIT_BEFORE_SHA' },
      resource_group: 'prefect-workers',
      // The Terraform of a removed environment is in the revision before.
      script: [
        affected('removed'),
        // At the first push of a branch there is no revision before, and nothing was removed.
        'if grep -q . names; then git worktree add --detach before "$BASE"; fi',
        inEach(DESTROY, `before/${out}`),
      ],
    },
    drift: {
      stage: 'plan',
      rules: [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }],
      script: [`${command} list${options} --json | ${NAMES} > names`, inEach(`${PLAN} -detailed-exitcode`)],
    },
  };
}
