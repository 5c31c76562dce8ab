import type { Environment } from '../environment/environment';
import { type View, viewOf } from './runbook-view';
import { render } from './template';
import type { TerraformDocument } from './terraform-document';

/** A section of the page: the template by its path below src/, its title, and where it is there at all. */
type Section = readonly [template: string, title: string | ((view: View) => string), onlyIf?: (view: View) => boolean];

const SECTIONS: readonly Section[] = [
  ['runbook/sections/what-it-creates.md.hbs', 'What it creates'],
  ['runbook/sections/how-it-is-set-up.md.hbs', 'How it is set up'],
  ['runbook/sections/before-you-apply.md.hbs', 'Before you apply'],
  ['runbook/sections/apply.md.hbs', 'Apply'],
  ['runbook/sections/verify.md.hbs', 'Verify'],
  ['features/work-pool/runbook.md.hbs', 'Work pool'],
  ['features/flow-runs/first-flow-run.md.hbs', 'First flow run', ({ project }) => project !== null],
  ['features/logs/runbook.md.hbs', 'Logs'],
  ['features/crash-detection/runbook.md.hbs', 'Crash detection', ({ crash }) => crash !== null],
  ['features/alarms/runbook.md.hbs', 'Alarms', ({ alarms }) => alarms !== null],
  ['runbook/sections/change-and-roll-back.md.hbs', 'Change and roll back'],
  ['runbook/sections/tasks.md.hbs', 'Tasks and what they run on', ({ running }) => running !== null],
  ['features/api-key/rotate.md.hbs', ({ rotateTitle }) => rotateTitle],
  ['runbook/sections/destroy.md.hbs', 'Destroy'],
  ['runbook/sections/when-something-is-wrong.md.hbs', 'When something is wrong'],
  ['features/inputs/runbook.md.hbs', 'Inputs'],
];

/** The page that an ops team receives with an environment's Terraform. */
export function runbook(environment: Environment, document: TerraformDocument): string {
  const view = viewOf(environment, document);
  const sections = SECTIONS.filter(([, , onlyIf]) => onlyIf?.(view) ?? true).map(([template, title]) => ({
    title: typeof title === 'string' ? title : title(view),
    // A part that does not apply leaves blank lines behind; one is enough between any two.
    text: render(template, view)
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
  }));
  const contents = sections.map(({ title }) => `[${title}](#${anchorOf(title)})`).join(' ·\n');
  const head = render('runbook/sections/head.md.hbs', { ...view, contents });
  return [head, ...sections.map(({ title, text }) => `## ${title}\n\n${text}\n`)].join('\n');
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
