import type { Environment } from '../../environment/environment';
import { baseImage, FLOWS_FOLDER } from './flow-image';

type LockFile = NonNullable<Environment['image']['lockFile']>;

/** The files of a project by their names; undefined where the stack file wants none. */
export function imageFiles(environment: Environment): Readonly<Record<string, string>> {
  const { packages, lockFile, dockerfile: own } = environment.image;
  if (own !== undefined) return {};
  return {
    Dockerfile: dockerfile(environment),
    // BuildKit reads it instead of .dockerignore, whatever folder is built.
    // Source: https://docs.docker.com/build/concepts/context/#filename-and-location
    ...(lockFile === undefined
      ? { '.dockerignore': ignored(environment) }
      : { 'Dockerfile.dockerignore': keptOut(environment) }),
    ...(packages.length > 0 && { 'requirements.txt': requirements(environment) }),
  };
}

/** The image that flow runs start from. */
export function dockerfile(environment: Environment): string {
  const { packages, lockFile, code } = environment.image;
  const requirementsFile = '/tmp/requirements.txt';
  const isLocked = lockFile !== undefined && lockFile !== 'requirements.txt';
  return [
    ...generatedFrom(environment),
    `# Builds for the processors that its base is there for: docker buildx build --platform linux/amd64 (or linux/arm64).`,
    ...(isLocked ? [...lockedBy(lockFile, baseImage(environment)), ''] : []),
    `FROM ${baseImage(environment)}`,
    '',
    ...(packages.length === 0 && lockFile === undefined
      ? []
      : [
          isLocked
            ? `COPY --from=locked /locked/requirements.txt ${requirementsFile}`
            : `COPY requirements.txt ${requirementsFile}`,
          `RUN pip install --no-cache-dir -r ${requirementsFile}`,
          '',
        ]),
    '# Prefect writes below the home of its user.',
    'RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin flows',
    `WORKDIR ${FLOWS_FOLDER}`,
    ...(code === 'baked_in' ? [lockFile === undefined ? 'COPY *.py ./' : 'COPY . ./'] : []),
    'USER flows',
    '',
  ].join('\n');
}

/** Tools that write a lock file as requirements, of one version each, and how. */
const TOOLS: Readonly<
  Record<Exclude<LockFile, 'requirements.txt'>, readonly [files: string, tool: string, run: string]>
> = {
  // Source: https://docs.astral.sh/uv/reference/cli/#uv-export
  'uv.lock': [
    'pyproject.toml uv.lock',
    'uv==0.13.9',
    'uv export --frozen --no-dev --no-emit-project --output-file requirements.txt',
  ],
  // Source: https://github.com/python-poetry/poetry-plugin-export
  'poetry.lock': [
    'pyproject.toml poetry.lock',
    'poetry==2.5.1 poetry-plugin-export==1.10.1',
    'poetry export --output requirements.txt',
  ],
  // Source: https://pipenv.pypa.io/en/latest/cli.html
  'Pipfile.lock': ['Pipfile Pipfile.lock', 'pipenv==2026.10.3', 'pipenv requirements --hash > requirements.txt'],
};

/** A stage of its own: the tool and what it depends on stay out of the image. */
function lockedBy(lockFile: Exclude<LockFile, 'requirements.txt'>, base: string): string[] {
  const [files, tool, run] = TOOLS[lockFile];
  return [
    `FROM ${base} AS locked`,
    'WORKDIR /locked',
    `COPY ${files} ./`,
    `RUN python -m venv /tool && /tool/bin/pip install --no-cache-dir ${tool}`,
    `RUN /tool/bin/${run}`,
  ];
}

/** The Python packages of the image, each of one version. */
export function requirements(environment: Environment): string {
  return [...generatedFrom(environment), ...environment.image.packages, ''].join('\n');
}

/** All that neither a build nor an upload takes along: a Terraform state may lie beside it. */
export function ignored(environment: Environment): string {
  return [...generatedFrom(environment), '*', '!*.py', '!requirements.txt', ''].join('\n');
}

/** What of a whole folder is no part of an image: secrets, states, and what each machine makes for itself. */
function keptOut(environment: Environment): string {
  const patterns = ['.git', '**/.env*', '**/*.tfstate*', '**/*.tfvars*', '**/.terraform', '**/.venv', '**/__pycache__'];
  return [...generatedFrom(environment), ...patterns, ''].join('\n');
}

function generatedFrom({ stackFile }: Environment): string[] {
  return [`# Generated from stacks/${stackFile}. Do not edit: the next synthesis writes it again.`];
}
