/** What cannot be run as the page says it, and what stands in for it. */
export interface Exception {
  readonly command: RegExp;
  readonly why: string;
  /**
   * skipped: not run at all. parsed: the real client reads the arguments and fails for want of what it talks to, with
   * `says`. skeleton: the AWS CLI checks the arguments against AWS's own model and sends nothing. reported: run, and
   * ends with 1 for the problems that it finds, or 2 where Prefect Cloud cannot be reached.
   */
  readonly how: 'skipped' | 'parsed' | 'skeleton' | 'reported';
  readonly says?: RegExp;
}

/** The one list of what is not run for real. The test counts how often each is used, and fails where one is not. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    command: /\bdocker (buildx|run)\b/,
    why: 'needs a daemon and the plugin buildx',
    how: 'skipped',
  },
  {
    command: /\bdocker /,
    why: 'there are no Docker daemon and no registry',
    how: 'parsed',
    says: /Cannot connect to the Docker daemon|proxyconnect|docker: not found|command not found/,
  },
  {
    command: /^aws (ecs execute-command|ssm start-session)\b/,
    why: 'the emulator runs no containers and no instances',
    how: 'skeleton',
  },
  {
    command: /^prefect deployment run\b/,
    why: 'no worker polls here; test/prefect runs flows of generated stacks',
    how: 'skipped',
  },
  {
    command: /^prefect flow-run (inspect|logs|retry|cancel) ID$/,
    why: 'stands in a sentence, for a flow run that is there',
    how: 'skipped',
  },
  {
    command: /^npx --no prefect-ecs-worker doctor --folder \.$/,
    why: 'what the emulator does not run are problems: tasks that a stopped service leaves, a pool that nothing polls',
    how: 'reported',
    says: /^Looking at AWS and Prefect\. Nothing is changed\.\n.*\n\nBefore an apply\n.*\.\s*$/s,
  },
  {
    command: /^(TF_INPUT=0 )?npx (cdktf|prefect-ecs-worker)\b|^git revert$/,
    why: 'is run in the repository of the stack file: test/real and test/doctor do',
    how: 'skipped',
  },
  {
    command: /^terraform (force-unlock ID|output NAME|apply|untaint \S+|state push .*)$|^aws s3api get-object /,
    why: 'stands in a sentence, for a case that is not there',
    how: 'skipped',
  },
  { command: /^terraform login\b/, why: 'needs HCP Terraform', how: 'skipped' },
  {
    command: /^terraform providers lock\b/,
    why: 'needs a registry with packages for three platforms',
    how: 'skipped',
  },
];
