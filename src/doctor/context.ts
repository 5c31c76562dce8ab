import type { Block } from '../runbook/terraform-document';
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
  /** Where the state is, if it is in S3. */
  readonly backend?: Block;
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
