import type { Container } from './worker-settings';

/** Whether no container of the task may write to a volume. */
export function isReadOnly(volume: string, { volumes, sidecars }: Container): boolean {
  const ofWorker = volumes[volume];
  const mounts = [
    ...(ofWorker?.containerPath === undefined ? [] : [ofWorker.readOnly]),
    ...Object.values(sidecars).flatMap(({ mounts: { [volume]: mount } }) => (mount ? [mount.readOnly] : [])),
  ];
  return mounts.every((readOnly) => readOnly);
}
