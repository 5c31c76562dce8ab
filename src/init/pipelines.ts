import { stringify } from 'yaml';
import { shellWord } from '../runbook/shell';

/** Where an example of a pipeline belongs, and its text. */
export interface Pipeline {
  readonly file: string;
  readonly text: string;
}

export type System = 'github' | 'gitlab' | 'atlantis';

/** What of a project a pipeline names. */
export interface Project {
  readonly environment: string;
  readonly region: string;
  /** The output folder, from the root of the repository. */
  readonly out: string;
  /** Options that lead our commands from there to the stack files; empty: none is needed. */
  readonly stacksOptions: string;
  /** Those that lead to the output folder too. */
  readonly options: string;
  /** The folder of package.json, from there; empty: the root. */
  readonly packages: string;
}

export const PIPELINES: Readonly<Record<System, (project: Project) => Pipeline>> = {
  github: (project) => ({
    file: '.github/workflows/prefect-workers.yml',
    text: written(
      [
        'Pull request: validate, check, plan what it touches. main: deploy that, destroy what was removed. At night: drift.',
        'Before: npm install --save-dev cdktf-prefect-ecs-worker; variable AWS_ROLE (a role that trusts GitHub), secret PREFECT_API_KEY.',
        'Deployments wait for approval where the environment of GitHub asks for it. With the cdktf CLI instead of Terraform,',
        'the last step of deploy is: TF_INPUT=0 npx cdktf deploy "$ENVIRONMENT" --auto-approve',
      ],
      github(project),
    ),
  }),
  gitlab: (project) => ({
    file: '.gitlab-ci.yml',
    text: written(
      [
        'Merge request: validate, check, plan what it touches. Default branch: deploy that, destroy what was removed.',
        'Scheduled pipeline: drift. Before: npm install --save-dev cdktf-prefect-ecs-worker; AWS credentials for the jobs,',
        'and the masked variable TF_VAR_prefect_api_key.',
      ],
      gitlab(project),
    ),
  }),
  atlantis: (project) => ({
    file: 'atlantis.yaml',
    text: written(
      [
        'A project for each environment: add one with each stack file. Atlantis plans what a pull request changes in',
        'generated/, and applies side by side. Have another pipeline run validate and check: Atlantis runs Terraform only.',
        'Before you remove a stack file: atlantis plan -d DIR -- -destroy, and atlantis apply -d DIR.',
      ],
      atlantis(project),
    ),
  }),
};

function written(comments: readonly string[], document: object): string {
  return `${comments.map((line) => `# ${line}\n`).join('')}\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/** As npm and npx find the package, where that is not at the root of the repository. */
const prefixed = ({ packages }: Project) => (packages === '' ? '' : ` --prefix ${shellWord(packages)}`);
const commandOf = (project: Project) => `npx${prefixed(project)} prefect-ecs-worker`;
const installOf = (project: Project) => `npm ci${prefixed(project)}`;

/** The names of the environments that our command prints as JSON, a line each. */
const NAMES = `node -p 'JSON.parse(fs.readFileSync(0)).environments.map((one) => one.environment ?? one.name).join("\\n")'`;

/** Prints a plan, and keeps nothing that another job would apply later. */
const PLAN = 'terraform init -input=false\nterraform plan -input=false -no-color';
const APPLY = 'terraform init -input=false\nterraform apply -input=false -auto-approve';
const DESTROY = 'terraform init -input=false\nterraform destroy -input=false -auto-approve';

function github(project: Project): object {
  const { region, stacksOptions, options } = project;
  const command = commandOf(project);
  const checkout = (ref?: string) => ({
    uses: 'actions/checkout@v4',
    with: { 'fetch-depth': 0, ...(ref !== undefined && { ref }) },
  });
  const node = [{ uses: 'actions/setup-node@v4', with: { 'node-version': 22 } }, { run: installOf(project) }];
  const terraform = [
    { uses: 'hashicorp/setup-terraform@v3', with: { terraform_version: '1.11.4', terraform_wrapper: false } },
    {
      uses: 'aws-actions/configure-aws-credentials@v4',
      with: { 'role-to-assume': '${{ vars.AWS_ROLE }}', 'aws-region': region },
    },
  ];
  const matrixOf = (output: string) => ({
    'fail-fast': false,
    matrix: `\${{ fromJSON(needs.environments.outputs.${output}) }}`,
  });
  const inFolder = (run: string) => ({ 'working-directory': '${{ matrix.folder }}', run });
  const some = (output: string) => `needs.environments.outputs.${output} != '{"include":[]}'`;
  const key = { TF_VAR_prefect_api_key: '${{ secrets.PREFECT_API_KEY }}' };
  const ofEnvironment = {
    environment: '${{ matrix.environment }}',
    concurrency: 'prefect-worker-${{ matrix.environment }}',
  };
  return {
    name: 'Prefect workers',
    on: { pull_request: {}, push: { branches: ['main'] }, schedule: [{ cron: '17 3 * * *' }] },
    permissions: { contents: 'read', 'id-token': 'write' },
    jobs: {
      environments: {
        'runs-on': 'ubuntu-latest',
        outputs: Object.fromEntries(
          ['affected', 'removed', 'all'].map((name) => [name, `\${{ steps.environments.outputs.${name} }}`]),
        ),
        steps: [
          checkout(),
          ...node,
          { name: 'Validate', run: `${command} validate --strict${stacksOptions}` },
          { name: 'Check', run: `${command} check${options}` },
          {
            id: 'environments',
            name: 'List what is affected',
            env: { BASE: "${{ github.event.pull_request.base.sha || github.event.before || 'HEAD' }}" },
            run: [
              `affected=$(${command} affected${options} --base "$BASE" --only added changed --matrix)`,
              `removed=$(${command} affected${options} --base "$BASE" --only removed --matrix)`,
              `all=$(${command} list${options} --matrix)`,
              'printf "affected=%s\\nremoved=%s\\nall=%s\\n" "$affected" "$removed" "$all" >> "$GITHUB_OUTPUT"',
            ].join('\n'),
          },
        ],
      },
      plan: {
        needs: 'environments',
        if: `github.event_name == 'pull_request' && ${some('affected')}`,
        'runs-on': 'ubuntu-latest',
        strategy: matrixOf('affected'),
        env: key,
        steps: [
          checkout(),
          ...terraform,
          inFolder(`set -o pipefail\n${PLAN} | tee plan.txt`),
          {
            name: 'Show the plan',
            ...inFolder('{ echo "### $ENVIRONMENT"; echo "```"; cat plan.txt; echo "```"; } >> "$GITHUB_STEP_SUMMARY"'),
            env: { ENVIRONMENT: '${{ matrix.environment }}' },
          },
        ],
      },
      deploy: {
        needs: 'environments',
        if: `github.event_name == 'push' && ${some('affected')}`,
        'runs-on': 'ubuntu-latest',
        strategy: matrixOf('affected'),
        ...ofEnvironment,
        env: key,
        steps: [checkout(), ...terraform, inFolder(APPLY)],
      },
      destroy: {
        needs: 'environments',
        if: `github.event_name == 'push' && ${some('removed')}`,
        'runs-on': 'ubuntu-latest',
        strategy: matrixOf('removed'),
        ...ofEnvironment,
        env: key,
        // The Terraform of a removed environment is in the revision before.
        steps: [checkout('${{ github.event.before }}'), ...terraform, inFolder(DESTROY)],
      },
      drift: {
        needs: 'environments',
        if: "github.event_name == 'schedule'",
        'runs-on': 'ubuntu-latest',
        strategy: matrixOf('all'),
        env: key,
        steps: [checkout(), ...terraform, inFolder(`${PLAN} -detailed-exitcode`)],
      },
    },
  };
}

function gitlab(project: Project): object {
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

function atlantis({ environment, out }: Project): object {
  return {
    version: 3,
    parallel_plan: true,
    parallel_apply: true,
    projects: [
      {
        name: environment,
        dir: `${out}/stacks/${environment}`,
        autoplan: { enabled: true, when_modified: ['*.tf', '*.tf.json', '*.tftpl', '*.tfvars', '.terraform.lock.hcl'] },
        plan_requirements: ['undiverged'],
        apply_requirements: ['approved', 'mergeable', 'undiverged'],
      },
    ],
  };
}
