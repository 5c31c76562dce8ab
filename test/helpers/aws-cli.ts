import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An `aws` on the PATH may be of version 1, which a runbook does not promise anything of. */
const CANDIDATES = ['/usr/bin/aws', '/usr/local/bin/aws', 'aws'];

/** The AWS CLI 2; undefined where there is none. */
export function awsCli(): string | undefined {
  return CANDIDATES.find((candidate) =>
    /^aws-cli\/2\./.test(spawnSync(candidate, ['--version'], { encoding: 'utf8' }).stdout ?? ''),
  );
}

/** Puts an `aws` into a folder that sends its calls to AWS_ENDPOINT_URL, which the CLI knows by itself from 2.13 on. */
export function leadAwsCli(folder: string, cli: string): void {
  const script = `#!/bin/sh\nexec ${cli} --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`;
  writeFileSync(join(folder, 'aws'), script, { mode: 0o755 });
}

/** Puts a `docker` into a folder that reaches neither a daemon nor a registry: it reads its arguments, and fails then. */
export function leadDockerNowhere(folder: string): void {
  const docker = spawnSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).stdout.trim();
  if (docker === '') return;
  const nowhere = `DOCKER_HOST=unix://${folder}/docker.sock HTTPS_PROXY=http://127.0.0.1:9`;
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${nowhere} exec ${docker} "$@"\n`, { mode: 0o755 });
}
