import type { Environment } from '../config/environment';
import { type View, viewOf } from './runbook-view';
import { render } from './template';
import type { TerraformDocument } from './terraform-document';

/** A section of the page: the template that lies in runbook/, its title, and where it is there at all. */
type Section = readonly [template: string, title: string | ((view: View) => string), onlyIf?: (view: View) => boolean];

const SECTIONS: readonly Section[] = [
  ['what-it-creates', 'What it creates'],
  ['how-it-is-set-up', 'How it is set up'],
  ['before-you-apply', 'Before you apply'],
  ['apply', 'Apply'],
  ['verify', 'Verify'],
  ['work-pool', 'Work pool'],
  ['first-flow-run', 'First flow run', ({ project }) => project !== null],
  ['logs', 'Logs'],
  ['crash-detection', 'Crash detection', ({ crash }) => crash !== null],
  ['alarms', 'Alarms', ({ alarms }) => alarms !== null],
  ['change-and-roll-back', 'Change and roll back'],
  ['tasks', 'Tasks and what they run on', ({ running }) => running !== null],
  ['rotate', ({ rotateTitle }) => rotateTitle],
  ['destroy', 'Destroy'],
  ['when-something-is-wrong', 'When something is wrong'],
  ['inputs', 'Inputs'],
];

/** The page that an ops team receives with an environment's Terraform. */
export function runbook(environment: Environment, document: TerraformDocument): string {
  const view = viewOf(environment, document);
  const sections = SECTIONS.filter(([, , onlyIf]) => onlyIf?.(view) ?? true).map(([template, title]) => ({
    title: typeof title === 'string' ? title : title(view),
    // A part that does not apply leaves blank lines behind; one is enough between any two.
    text: render(`artifacts/runbook/${template}.md.hbs`, view)
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
  }));
  const contents = sections.map(({ title }) => `[${title}](#${anchorOf(title)})`).join(' ·\n');
  const head = render('artifacts/runbook/head.md.hbs', { ...view, contents });
  return [head, ...sections.map(({ title, text }) => `## ${title}\n\n${text}\n`)].join('\n');
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
