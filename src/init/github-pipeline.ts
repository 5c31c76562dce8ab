import { APPLY, commandOf, DESTROY, installOf, PLAN, type Project } from './pipeline-project';

/** A workflow of GitHub Actions. */
export function github(project: Project): object {
  const { region } = project;
  return {
    name: 'Prefect workers',
    on: { pull_request: {}, push: { branches: ['main'] }, schedule: [{ cron: '17 3 * * *' }] },
    permissions: { contents: 'read', 'id-token': 'write' },
    jobs: {
      environments: listEnvironments(project),
      plan: forEach('affected', `github.event_name == 'pull_request' && ${some('affected')}`, {
        steps: [checkout(), ...terraform(region), ...planAndShow()],
      }),
      deploy: forEach('affected', `github.event_name == 'push' && ${some('affected')}`, {
        ...ONE_AT_A_TIME,
        steps: [checkout(), ...terraform(region), inFolder(APPLY)],
      }),
      destroy: forEach('removed', `github.event_name == 'push' && ${some('removed')}`, {
        ...ONE_AT_A_TIME,
        // The Terraform of a removed environment is in the revision before.
        steps: [checkout('${{ github.event.before }}'), ...terraform(region), inFolder(DESTROY)],
      }),
      drift: forEach('all', "github.event_name == 'schedule'", {
        steps: [checkout(), ...terraform(region), inFolder(`${PLAN} -detailed-exitcode`)],
      }),
    },
  };
}

/** What the first job lists for the others: sets of environments. */
const LISTS = ['affected', 'removed', 'all'] as const;
type List = (typeof LISTS)[number];

/** The job that looks at the stack files, and lists the environments for the other jobs. */
function listEnvironments(project: Project): object {
  const { stacksOptions, options } = project;
  const command = commandOf(project);
  return {
    'runs-on': 'ubuntu-latest',
    outputs: Object.fromEntries(LISTS.map((list) => [list, `\${{ steps.environments.outputs.${list} }}`])),
    steps: [
      checkout(),
      { uses: 'actions/setup-node@v4', with: { 'node-version': 22 } },
      { run: installOf(project) },
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
  };
}

/** A job that runs once for each environment of a list. */
function forEach(list: List, condition: string, { steps, ...settings }: { readonly steps: readonly object[] }): object {
  return {
    needs: 'environments',
    if: condition,
    'runs-on': 'ubuntu-latest',
    strategy: { 'fail-fast': false, matrix: `\${{ fromJSON(needs.environments.outputs.${list}) }}` },
    ...settings,
    env: { TF_VAR_prefect_api_key: '${{ secrets.PREFECT_API_KEY }}' },
    steps,
  };
}

/** A condition: the list is not empty. */
function some(list: List): string {
  return `needs.environments.outputs.${list} != '{"include":[]}'`;
}

/** The environment of GitHub asks for approval, and no two jobs change one environment together. */
const ONE_AT_A_TIME = {
  environment: '${{ matrix.environment }}',
  concurrency: 'prefect-worker-${{ matrix.environment }}',
};

function checkout(ref?: string): object {
  return { uses: 'actions/checkout@v4', with: { 'fetch-depth': 0, ...(ref !== undefined && { ref }) } };
}

/** Terraform, with the credentials of AWS. */
function terraform(region: string): object[] {
  return [
    { uses: 'hashicorp/setup-terraform@v3', with: { terraform_version: '1.11.4', terraform_wrapper: false } },
    {
      uses: 'aws-actions/configure-aws-credentials@v4',
      with: { 'role-to-assume': '${{ vars.AWS_ROLE }}', 'aws-region': region },
    },
  ];
}

function planAndShow(): object[] {
  return [
    inFolder(`set -o pipefail\n${PLAN} | tee plan.txt`),
    {
      name: 'Show the plan',
      ...inFolder('{ echo "### $ENVIRONMENT"; echo "```"; cat plan.txt; echo "```"; } >> "$GITHUB_STEP_SUMMARY"'),
      env: { ENVIRONMENT: '${{ matrix.environment }}' },
    },
  ];
}

function inFolder(run: string): object {
  return { 'working-directory': '${{ matrix.folder }}', run };
}
