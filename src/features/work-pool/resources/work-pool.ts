import { type ITerraformDependable, TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';

export interface WorkPoolsProps {
  readonly pools: readonly PoolToCreate[];
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

/** Where Prefect's provider finds the API. Its key comes from the environment of who applies. */
export type PrefectApi =
  | { readonly endpoint: string }
  | { readonly endpoint: string; readonly account_id: string; readonly workspace_id: string };

type Attributes = { readonly [name: string]: string };

/**
 * The work pools, created by Prefect's own provider. CDKTF has no bindings of it, so its blocks are written here by their
 * own names: https://registry.terraform.io/providers/PrefectHQ/prefect/latest/docs/resources/work_pool.
 */
export class WorkPools extends Construct {
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, { pools, type, api }: WorkPoolsProps) {
    super(scope, id);
    new PrefectProvider(this, 'prefect', { ...api });
    this.ready = pools.map(
      ({ name, worker, template }) =>
        new PrefectResource(this, `prefect_worker_pool${worker === undefined ? '' : `_${worker}`}`, {
          name,
          type,
          ...(template !== undefined && { base_job_template: template }),
        }),
    );
  }
}

class PrefectProvider extends TerraformProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: Attributes,
  ) {
    super(scope, id, {
      terraformResourceType: 'prefect',
      terraformGeneratorMetadata: { providerName: 'prefect', providerVersionConstraint: '>= 2.0.0, < 3.0.0' },
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
    private readonly attributes: Attributes,
  ) {
    super(scope, id, {
      terraformResourceType: 'prefect_work_pool',
      terraformGeneratorMetadata: { providerName: 'prefect' },
    });
  }

  protected override synthesizeAttributes(): Attributes {
    return this.attributes;
  }
}
