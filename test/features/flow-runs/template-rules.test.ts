import { parse } from 'yaml';
import { environmentOf, reportOnFields } from '../../helpers/stack-files';

const PATHS: readonly (readonly [kind: string, path: string, file: (fields: object) => object])[] = [
  ['flow runs', 'flow_runs', (fields) => ({ flow_runs: fields })],
  [
    'the flow runs of a further worker',
    'workers.gpu.flow_runs',
    (fields) => ({
      workers: { gpu: { worker_work_pool_name: 'gpu', flow_runs: { image: 'r.example.com/p:1', ...fields } } },
    }),
  ],
];

describe.each(PATHS)('a placeholder in %s', (_, path, file) => {
  test.each<[where: string, fields: string, below: string, message: string]>([
    [
      'the job configuration that is a slip',
      '{job_configuration: {task_definition: {pidMode: "{{ cpuu }}"}}}',
      'job_configuration.task_definition.pidMode',
      '{{ cpuu }} is not a variable of the template: Prefect refuses the work pool\n    → did you mean {{ cpu }}?',
    ],
    [
      'an attribute that nobody declares',
      '{attributes: {workingDirectory: "{{folder}}"}}',
      'attributes.workingDirectory',
      '→ declare it: PATH.variables: {folder: {type: string}}',
    ],
    [
      'a sidecar that is of Prefect',
      '{sidecars: {s: {image: "s:1", environment: {A: "x {{ prefect.variables.a }}"}}}}',
      'sidecars.s.environment.A',
      "PATH.variables: {my_variable: {type: string, default: '{{ prefect.variables.a }}'}}",
    ],
    [
      'a word of the entry point that deployments can no longer set',
      '{template: {remove_variables: [family]}, entry_point: ["{{ family }}"]}',
      'entry_point[0]',
      '{{ family }} is removed from the template by PATH.template.remove_variables',
    ],
  ])('%s is refused', (_where, fields, below, message) => {
    const report = reportOnFields(file(parse(fields)));
    expect(report).toContain(` ${path}.${below}`);
    expect(report).toContain(message.replace('PATH', path));
  });

  test('the image that Prefect does not replace there is refused', () => {
    expect(reportOnFields(file({ image: 'r.example.com/p:{{ tag }}' }))).toContain(
      '{{ tag }} is neither a block nor a variable of Prefect',
    );
  });

  test.each<[what: string, fields: string]>([
    ['of the template', '{attributes: {workingDirectory: "{{ name }}"}}'],
    ['that the file declares', '{variables: {folder: {type: string}}, attributes: {workingDirectory: "{{ folder }}"}}'],
    [
      'of Prefect in the environment',
      '{environment: {A: "{{ prefect.variables.a }}", B: "{{ prefect.blocks.secret.b }}"}}',
    ],
    ['that is no name, and stays', '{attributes: {workingDirectory: "{{ a b }} {{}}"}}'],
  ])('%s is taken', (_what, fields) => {
    expect(environmentOf(file(parse(fields))).warnings).toEqual([]);
  });
});

test.each<[part: string, fields: object, hint: string]>([
  ['.task_run_reqest', { task_run_reqest: {} }, 'did you mean task_run_request?'],
  [
    '.task_run_request.platformVersoin',
    { task_run_request: { platformVersoin: 'LATEST' } },
    'did you mean platformVersion?',
  ],
  ['.task_definition.pidmode', { task_definition: { pidmode: 'task' } }, 'did you mean pidMode?'],
])('the part %s of a job configuration, which does not exist, gets a warning', (part, fields, hint) => {
  const { warnings } = environmentOf({ flow_runs: { job_configuration: fields } });
  expect(warnings).toMatchObject([{ path: `flow_runs.job_configuration${part}`, warning: 'unknown-attribute', hint }]);
});

test('the parts that exist get none', () => {
  const job_configuration = {
    stream_output: true,
    task_run_request: { startedBy: 'g' },
    task_definition: { pidMode: 'task' },
  };
  expect(environmentOf({ flow_runs: { job_configuration } }).warnings).toEqual([]);
});
