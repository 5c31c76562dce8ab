import type { Environment } from '../../environment/environment';
import { baseImage, FLOWS_FOLDER } from './flow-image';

/** The image that flow runs start from. */
export function dockerfile(environment: Environment): string {
  const { packages, code } = environment.image;
  return [
    ...generatedFrom(environment),
    `# Builds for the processors that its base is there for: docker buildx build --platform linux/amd64 (or linux/arm64).`,
    `FROM ${baseImage(environment)}`,
    '',
    ...(packages.length === 0
      ? []
      : ['COPY requirements.txt /tmp/requirements.txt', 'RUN pip install --no-cache-dir -r /tmp/requirements.txt', '']),
    '# Prefect writes below the home of its user.',
    'RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin flows',
    `WORKDIR ${FLOWS_FOLDER}`,
    ...(code === 'baked_in' ? ['COPY *.py ./'] : []),
    'USER flows',
    '',
  ].join('\n');
}

/** The Python packages of the image, each of one version. */
export function requirements(environment: Environment): string {
  return [...generatedFrom(environment), ...environment.image.packages, ''].join('\n');
}

/** All that neither a build nor an upload takes along: a Terraform state may lie beside it. */
export function ignored(environment: Environment): string {
  return [...generatedFrom(environment), '*', '!*.py', '!requirements.txt', ''].join('\n');
}

function generatedFrom({ stackFile }: Environment): string[] {
  return [`# Generated from stacks/${stackFile}. Do not edit: the next synthesis writes it again.`];
}
