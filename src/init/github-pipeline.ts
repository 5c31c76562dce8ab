import { APPLY, commandOf, DESTROY, installOf, PLAN, type Project } from './pipeline-project';

export function github(project: Project): object {
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
