import { shellWord } from '../runbook/shell';

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

/** As npm and npx find the package, where that is not at the root of the repository. */
const prefixed = ({ packages }: Project) => (packages === '' ? '' : ` --prefix ${shellWord(packages)}`);
export const commandOf = (project: Project) => `npx${prefixed(project)} prefect-ecs-worker`;
export const installOf = (project: Project) => `npm ci${prefixed(project)}`;

/** Prints a plan, and keeps nothing that another job would apply later. */
export const PLAN = 'terraform init -input=false\nterraform plan -input=false -no-color';
export const APPLY = 'terraform init -input=false\nterraform apply -input=false -auto-approve';
export const DESTROY = 'terraform init -input=false\nterraform destroy -input=false -auto-approve';
