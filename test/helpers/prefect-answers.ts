import { plannedTemplate } from '../../src/doctor/planned-template';
import { stackOf } from './doctor-stack';
import { LocalServer } from './local-server';

/** What Prefect answers, by path; a number: a status without more; a function: of what was asked. */
export type PrefectAnswers = Readonly<Record<string, unknown>>;

/** The work pool of the example prod. */
export const POOL = 'ecs-pool-prod';
export const TEMPLATE = plannedTemplate(stackOf('prod'), undefined);

/** The answer for {@link POOL}: READY, and with the template of its stack. */
export function pool(fields: object = {}): PrefectAnswers {
  return {
    [`/work_pools/${POOL}`]: {
      name: POOL,
      type: 'ecs',
      status: 'READY',
      is_paused: false,
      concurrency_limit: null,
      base_job_template: TEMPLATE,
      ...fields,
    },
  };
}

/** A server with such answers, for one test: stop it after each. */
export class AnsweringPrefect {
  /** The header of the last request. */
  authorization: string | undefined;
  private server: LocalServer | undefined;

  /** The URL of its API. */
  async start(answers: PrefectAnswers): Promise<string> {
    this.server = await LocalServer.start(async (request, response) => {
      this.authorization = request.headers.authorization;
      let sent = '';
      for await (const chunk of request) sent += chunk;
      const found = answers[request.url ?? ''];
      const answer = typeof found === 'function' ? found(sent === '' ? {} : JSON.parse(sent)) : found;
      const status = typeof answer === 'number' ? answer : answer === undefined ? 404 : 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 200 ? answer : { detail: 'no' }));
    });
    return this.server.url;
  }

  stop(): void {
    this.server?.stop();
  }
}
