import type { Environment } from '../environment/environment';
import { anchorOf } from './anchor';
import { type View, viewOf } from './runbook-view';
import { render } from './template';
import type { TerraformDocument } from './terraform-document';

/** A section of the page: the template by its path below src/, its title, and where it is there at all. */
type Section = readonly [template: string, title: string | ((view: View) => string), onlyIf?: (view: View) => boolean];

/** In the order of need: what a person on call looks for stands on the first screen, long tables stand last. */
const PARTS: Readonly<Record<'urgent' | 'others' | 'tables', readonly Section[]>> = {
  urgent: [
    ['runbook/sections/is-it-down.md.hbs', 'Is it down?'],
    ['runbook/sections/restart.md.hbs', 'Restart', ({ services }) => services.length > 0],
    ['runbook/sections/pause.md.hbs', 'Pause'],
    ['runbook/sections/scale.md.hbs', 'Scale'],
    ['runbook/sections/roll-back.md.hbs', 'Roll back'],
    ['features/api-key/rotate.md.hbs', ({ rotateTitle }) => rotateTitle, ({ rotates }) => rotates],
    ['features/alarms/runbook.md.hbs', 'Alarms', ({ alarms }) => alarms !== null],
  ],
  others: [
    ['features/adopt/runbook.md.hbs', 'Take over', ({ adopt }) => adopt !== null],
    ['runbook/sections/before-you-apply.md.hbs', 'Before you apply'],
    ['runbook/sections/apply.md.hbs', 'Apply'],
    ['runbook/sections/log-in-to-prefect.md.hbs', 'Log in to Prefect'],
    ['features/work-pool/runbook.md.hbs', 'Work pool'],
    ['runbook/sections/verify.md.hbs', 'Verify'],
    ['features/flow-runs/first-flow-run.md.hbs', 'First flow run', ({ project }) => project !== null],
    ['features/crash-detection/runbook.md.hbs', 'Crash detection', ({ crash }) => crash !== null],
    ['features/ci-role/runbook.md.hbs', 'CI', ({ ci }) => ci !== null],
    ['features/bucket/runbook.md.hbs', 'Bucket', ({ bucket }) => bucket !== null],
    [
      'runbook/sections/tasks.md.hbs',
      'Tasks and what they run on',
      ({ running, entered }) => running !== null || entered.length > 0,
    ],
    ['runbook/sections/changes.md.hbs', 'Changes'],
    ['runbook/sections/destroy.md.hbs', 'Destroy'],
  ],
  tables: [
    ['runbook/sections/when-something-is-wrong.md.hbs', 'When something is wrong'],
    ['runbook/sections/how-it-is-set-up.md.hbs', 'How it is set up'],
    ['runbook/sections/what-it-creates.md.hbs', 'What it creates'],
    ['runbook/sections/permissions.md.hbs', 'Permissions'],
    ['features/inputs/runbook.md.hbs', 'Inputs'],
    ['features/outputs/runbook.md.hbs', 'Outputs'],
  ],
};

/** The page that an ops team receives with an environment's Terraform. */
export function runbook(environment: Environment, document: TerraformDocument): string {
  const view = viewOf(environment, document);
  const parts = Object.entries(PARTS).map(([part, sections]) => [part, sections.flatMap(rendered)] as const);
  const links = Object.fromEntries(
    parts.map(([part, sections]) => [part, sections.map(({ title }) => `[${title}](#${anchorOf(title)})`).join(' · ')]),
  );
  const head = render('runbook/sections/head.md.hbs', Object.assign({}, view, links));
  const sections = parts.flatMap(([, written]) => written);
  return [head, ...sections.map(({ title, text }) => `## ${title}\n\n${text}\n`)].join('\n');

  function rendered([template, title, onlyIf]: Section) {
    if (onlyIf?.(view) === false) return [];
    return [
      {
        title: typeof title === 'string' ? title : title(view),
        // A part that does not apply leaves blank lines behind; one is enough between any two.
        text: render(template, view)
          .replaceAll(/\n{3,}/g, '\n\n')
          .trim(),
      },
    ];
  }
}
