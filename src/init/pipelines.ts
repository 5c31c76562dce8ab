import { stringify } from 'yaml';
import { atlantis } from './atlantis-pipeline';
import { github } from './github-pipeline';
import { gitlab } from './gitlab-pipeline';
import type { Project } from './pipeline-project';

/** Where an example of a pipeline belongs, and its text. */
export interface Pipeline {
  readonly file: string;
  readonly text: string;
}

export type System = 'github' | 'gitlab' | 'atlantis';

export const PIPELINES: Readonly<Record<System, (project: Project) => Pipeline>> = {
  github: (project) => ({
    file: '.github/workflows/prefect-workers.yml',
    text: written(
      [
        'Pull request: validate, check, plan what it touches. main: deploy that, destroy what was removed. At night: drift.',
        'Before: npm install --save-dev cdktf-prefect-ecs-worker; variable AWS_ROLE (a role that trusts GitHub), secret PREFECT_API_KEY.',
        'With work_pool: managed, also set PREFECT_API_KEY in each env that has TF_VAR_prefect_api_key.',
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
        'and the masked variable TF_VAR_prefect_api_key; with work_pool: managed, also PREFECT_API_KEY.',
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
        'With work_pool: managed, the server of Atlantis needs PREFECT_API_KEY.',
      ],
      atlantis(project),
    ),
  }),
};

function written(comments: readonly string[], document: object): string {
  return `${comments.map((line) => `# ${line}\n`).join('')}\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
