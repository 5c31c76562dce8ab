import { type ITerraformDependable, type TerraformMetaArguments, TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';

export interface WorkPoolsProps {
  readonly pools: readonly PoolToCreate[];
  /** The highest priority first. */
  readonly queues: readonly QueueToCreate[];
  readonly type: string;
  readonly api: PrefectApi;
}

export interface PoolToCreate {
  readonly name: string;
  /** The further worker that polls it. */
  readonly worker?: string;
  /** JSON; undefined: Prefect's own for pools of this type. */
  readonly template?: string;
}

export interface QueueToCreate {
  readonly name: string;
  /** The further worker whose pool has it. */
  readonly worker?: string;
  readonly priority?: number;
  readonly concurrencyLimit?: number;
}

/** Where Prefect's provider finds the API. Its key comes from the environment of who applies. */
export type PrefectApi =
  | { readonly endpoint: string }
  | { readonly endpoint: string; readonly account_id: string; readonly workspace_id: string };

type Attributes = { readonly [name: string]: string | number };

/**
 * The work pools, created by Prefect's own provider. CDKTF has no bindings of it, so its blocks are written here by their
 * own names: https://registry.terraform.io/providers/PrefectHQ/prefect/latest/docs/resources/work_pool.
 */
export class WorkPools extends Construct {
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, { pools, queues, type, api }: WorkPoolsProps) {
    super(scope, id);
    new PrefectProvider(this, 'prefect', { ...api });
    // Without `paused` the provider sets it to false at each apply, also after `prefect work-pool pause`:
    // booldefault.StaticBool(false) in internal/provider/resources/work_pool.go of PrefectHQ/terraform-provider-prefect.
    const created = pools.map(
      ({ name, worker, template }) =>
        new PrefectResource(this, poolId(worker), 'prefect_work_pool', {
          name,
          type,
          ...(template !== undefined && { base_job_template: template }),
        }),
    );
    const lastOfPool = new Map<string, PrefectResource>();
    const added = queues.map(({ name, worker, priority, concurrencyLimit }) => {
      const pool = `prefect_work_pool.${poolId(worker)}`;
      const before = lastOfPool.get(pool);
      const attributes = {
        name,
        work_pool_name: `\${${pool}.name}`,
        ...(priority !== undefined && { priority }),
        ...(concurrencyLimit !== undefined && { concurrency_limit: concurrencyLimit }),
      };
      const queue = new PrefectResource(this, `prefect_worker_queue_${name}`, 'prefect_work_queue', attributes, {
        // At the same time, one could take the priority of another, which then moves down.
        ...(before !== undefined && { dependsOn: [before] }),
        // The queues of a pool go with it. The provider would look for them in the new one, and fail.
        lifecycle: { replaceTriggeredBy: [`${pool}.id`] },
      });
      lastOfPool.set(pool, queue);
      return queue;
    });
    this.ready = [...created, ...added];
  }
}

function poolId(worker: string | undefined): string {
  return `prefect_worker_pool${worker === undefined ? '' : `_${worker}`}`;
}

class PrefectProvider extends TerraformProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: Attributes,
  ) {
    super(scope, id, {
      terraformResourceType: 'prefect',
      terraformGeneratorMetadata: { providerName: 'prefect', providerVersionConstraint: '>= 2.26.0, < 4.0.0' },
      terraformProviderSource: 'prefecthq/prefect',
    });
  }

  protected override synthesizeAttributes(): Attributes {
    return this.attributes;
  }
}

class PrefectResource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    terraformResourceType: string,
    private readonly attributes: Attributes,
    meta: TerraformMetaArguments = {},
  ) {
    super(scope, id, {
      ...meta,
      terraformResourceType,
      terraformGeneratorMetadata: { providerName: 'prefect' },
    });
  }

  protected override synthesizeAttributes(): Attributes {
    return this.attributes;
  }
}
