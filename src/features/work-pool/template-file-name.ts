/** The file of a pool's base job template, in the folder of its environment; of a further worker's pool, with its name. */
export function templateFileName(worker?: string): string {
  return worker === undefined ? 'base-job-template.json.tftpl' : `base-job-template-${worker}.json.tftpl`;
}
