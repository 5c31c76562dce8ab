import { isIPv4 } from 'node:net';
import type { Environment } from '../../environment/environment';
import { PREFECT_CLOUD } from '../../values/api-url';
import { registryOf } from '../../values/image-registry';
import { hasPlaceholder } from '../../values/placeholder';
import { isPrefectCloud } from '../prefect/rules';
import { workersOf } from '../workers/workers-of';
import { HTTPS, NFS, portOf } from './egress-rules';

/** Something that a task must reach. */
export interface Need {
  readonly what: string;
  readonly port: number;
  readonly onInternet: boolean;
  /** Its IPv4 address, where the stack file has it. */
  readonly address?: string;
}

export function workerNeeds(environment: Environment): Need[] {
  const images = workersOf(environment).flatMap(({ image, container }) => [image, ...sidecarImages(container)]);
  const packages = environment.inputs.workerExtraPipPackages;
  return [
    ...needsOf(environment, images),
    ...(packages === '' ? [] : [{ what: 'PyPI', port: HTTPS, onInternet: true }]),
  ];
}

export function flowRunNeeds(environment: Environment): Need[] {
  const { flowRuns, inputs } = environment;
  const files = Object.values(flowRuns?.volumes ?? {}).some(({ efs }) => efs !== undefined && efs.create === undefined);
  return [
    ...needsOf(environment, [flowRuns?.image ?? inputs.workerImage, ...sidecarImages(flowRuns)], ownUrlOf(flowRuns)),
    ...(files ? [{ what: 'the file systems of its volumes', port: NFS, onInternet: false }] : []),
  ];
}

/** The API of flow runs where it is not the worker's: a variable of flow_runs.environment. */
export function ownUrlOf(flowRuns: Environment['flowRuns']): string | undefined {
  const url = flowRuns?.environment['PREFECT_API_URL'];
  return typeof url === 'string' && URL.canParse(url) ? url : undefined;
}

export function addressIn(url: string): string | undefined {
  const { hostname } = new URL(url);
  return isIPv4(hostname) ? hostname : undefined;
}

function needsOf(environment: Environment, images: readonly string[], ownUrl?: string): Need[] {
  const apiUrl = ownUrl ?? environment.prefect.apiUrl;
  const cloud = ownUrl === undefined ? isPrefectCloud(environment) : PREFECT_CLOUD.test(ownUrl);
  const address = typeof apiUrl === 'string' ? addressIn(apiUrl) : undefined;
  const api = apiUrl === undefined ? HTTPS : typeof apiUrl === 'string' ? portOf(apiUrl) : undefined;
  return [
    ...(api === undefined
      ? []
      : [{ what: cloud ? 'Prefect Cloud' : 'the Prefect API', port: api, onInternet: cloud, address }]),
    ...[...new Set(images)]
      .filter((image) => !hasPlaceholder(image))
      .map((image) => ({
        what: `the registry of ${image}`,
        port: HTTPS,
        onInternet: registryOf(image).isPublic,
      })),
    { what: 'AWS (secrets, logs)', port: HTTPS, onInternet: false },
  ];
}

function sidecarImages(of: { readonly sidecars: Readonly<Record<string, { readonly image: string }>> } | undefined) {
  return Object.values(of?.sidecars ?? {}).map(({ image }) => image);
}
