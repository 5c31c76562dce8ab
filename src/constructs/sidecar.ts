import { type ContainerSettings, containerFields, literalFields } from './container-settings';
import { type JsonDocument, literal, literalMap } from './terraform-text';

export interface SidecarProps {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly command?: readonly string[];
  /** Units of 1/1024 vCPU. */
  readonly cpu?: number;
  /** MiB. */
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly settings: ContainerSettings;
  readonly healthCheck?: HealthCheckProps;
  readonly logConfiguration?: JsonDocument;
  readonly firelens?: { readonly type: string; readonly options: Readonly<Record<string, string>> };
  /** Further fields by AWS's own names; they win. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Seconds, but for `retries`. */
export interface HealthCheckProps {
  readonly command: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod?: number;
}

/** A container beside the worker's, as ECS takes it. */
export function sidecar(props: SidecarProps): JsonDocument {
  const { secrets, environment, healthCheck, firelens } = props;
  return {
    name: literal(props.name),
    image: literal(props.image),
    essential: props.essential,
    command: props.command?.map(literal),
    cpu: props.cpu,
    memory: props.memory,
    memoryReservation: props.memoryReservation,
    environment:
      Object.keys(environment).length === 0
        ? undefined
        : Object.entries(literalMap(environment)).map(([name, value]) => ({ name, value })),
    secrets: secrets.length === 0 ? undefined : secrets.map(({ name, valueFrom }) => ({ name, valueFrom })),
    healthCheck: healthCheck && { ...healthCheck, command: healthCheck.command.map(literal) },
    logConfiguration: props.logConfiguration,
    firelensConfiguration: firelens && {
      type: firelens.type,
      options: Object.keys(firelens.options).length > 0 ? literalMap(firelens.options) : undefined,
    },
    ...containerFields(props.settings),
    ...literalFields(props.attributes),
  };
}
