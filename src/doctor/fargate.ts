/** What of Fargate has a quota of its own. */
export type Fargate = 'FARGATE' | 'FARGATE_SPOT';

/** The providers of a strategy, or else the launch type, as far as they are Fargate's. */
export function fargateOf(launchType: unknown, providers: readonly unknown[]): readonly Fargate[] {
  const used = providers.length > 0 ? providers : [launchType];
  return (['FARGATE', 'FARGATE_SPOT'] as const).filter((kind) => used.includes(kind));
}
