import { stringify } from 'yaml';
import type { Problem } from '../problems/errors';
import { type Answers, type Fields, fieldsOf } from './answers';
import { wrongValuesIn } from './refuse-mistakes';

/** The flag that a field of the first stack file comes from, by the start of the field's path. */
const FLAGS: readonly (readonly [path: string, answer: keyof Answers, flag: string])[] = [
  ['region', 'region', '--region'],
  ['aws.account_id', 'awsAccount', '--aws-account'],
  ['prefect.api_url', 'prefect', '--prefect'],
  ['prefect_account_id', 'account', '--account'],
  ['prefect_workspace_id', 'workspace', '--workspace'],
  ['worker_work_pool_name', 'pool', '--pool'],
  ['vpc_id', 'vpc', '--vpc'],
  ['worker_subnets', 'subnets', '--subnets'],
  ['api_key.secret_arn', 'secret', '--secret'],
  ['flow_runs.image', 'flowImage', '--flow-image'],
  ['worker_image', 'image', '--image'],
  ['backend', 'backend', '--backend'],
  ['names.suffix', 'suffix', '--suffix'],
];

/** Fields that a file has set. */
interface Given {
  readonly fields: Fields;
  /** Undefined: there is none. */
  readonly file: string | undefined;
}

/** What is wrong with the values of flags, and of the file that they complete, whatever is missing. */
export function wrongValues(name: string, answers: Answers, from: Given, file: string): readonly Problem[] {
  const text = stringify(fieldsOf(answers, from.fields), { keepUndefined: false });
  return wrongValuesIn(name, text, file).map((problem) => ofSource(problem, answers, from));
}

/** A problem of a field, as one of the flag or the file that has set it. */
function ofSource(problem: Problem, answers: Answers, from: Given): Problem {
  const path = problem.path ?? '';
  const flag = FLAGS.find(([start, answer]) => path.startsWith(start) && answers[answer] !== undefined)?.[2];
  if (flag === undefined) {
    const [field = ''] = path.split(/[.[]/);
    return Object.hasOwn(from.fields, field) && from.file !== undefined ? { ...problem, file: from.file } : problem;
  }
  const { hint, ...rest } = problem;
  const example = hint?.replace(/^for example (\w+: )?"?([^"]+)"?$/, `for example ${flag} $2`);
  return { ...rest, file: 'init', path: flag, ...(example !== undefined && { hint: example }) };
}
