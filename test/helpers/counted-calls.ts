import { Session } from 'node:inspector/promises';

/** How many calls of functions of ours some work takes: as V8 counts them, so it depends on no clock and no load. */
export async function countedCalls(work: () => unknown): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const ours = result.filter(({ url }) => /\/src\/[^:]*\.ts$/.test(url));
    return ours
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.slice(0, 1)))
      .reduce((sum, { count }) => sum + count, 0);
  } finally {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}
