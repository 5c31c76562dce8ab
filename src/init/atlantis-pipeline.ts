import type { Project } from './pipeline-project';

export function atlantis({ environment, out }: Project): object {
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
