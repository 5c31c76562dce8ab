import type { Environment } from '../../environment/environment';

/** The way out where something needs crash detection, which is disabled. */
export function toEnable({ fileValue }: Pick<Environment, 'fileValue'>): string {
  return fileValue(['crash_detection', 'enabled']) === false
    ? 'remove crash_detection.enabled: false'
    : 'set crash_detection.enabled: true (disabled by default in preset: reference, and where worker_type is not ecs)';
}
