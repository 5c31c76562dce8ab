import type { Aws, Provider } from './aws';
import type { Finding } from './finding';
import type { PlannedStack } from './planned-stack';
import type { PrefectApi } from './prefect-api';
import type { Worker } from './workers';

/** What checks of AWS look at. */
export interface Context {
  readonly provider: Provider;
  readonly account: string;
  readonly aws: Aws;
  readonly stack: PlannedStack;
  readonly workers: readonly Worker[];
  readonly now: Date;
  /** The variables of this process. */
  readonly env: NodeJS.ProcessEnv;
}

/** And those of Prefect. */
export interface PrefectContext extends Context {
  readonly api: PrefectApi;
}

/** A look at one subject. */
export type Check = (context: Context) => Promise<readonly Finding[]>;

/** A look at one subject in Prefect. */
export type PrefectCheck = (context: PrefectContext) => Promise<readonly Finding[]>;
