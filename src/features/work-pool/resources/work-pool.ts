import { type ITerraformDependable, TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';

export interface WorkPoolProps {
  readonly name: string;
  readonly type: string;
  /** JSON; left out: Prefect's own for pools of this type. */
  readonly baseJobTemplate?: string;
  readonly api: PrefectApi;
}

/** Where Prefect's provider finds the API. Its key comes from the environment of who applies. */
export type PrefectApi =
  | { readonly endpoint: string }
  | { readonly endpoint: string; readonly account_id: string; readonly workspace_id: string };

type Attributes = { readonly [name: string]: string };

/**
 * The work pool, made by Prefect's own provider. CDKTF has no bindings of it, so its blocks are written here by their
 * own names: https://registry.terraform.io/providers/PrefectHQ/prefect/latest/docs/resources/work_pool.
 */
export class WorkPool extends Construct {
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, { name, type, baseJobTemplate, api }: WorkPoolProps) {
    super(scope, id);
    new PrefectProvider(this, 'prefect', { ...api });
    this.ready = new PrefectResource(this, 'prefect_worker_pool', {
      name,
      type,
      ...(baseJobTemplate !== undefined && { base_job_template: baseJobTemplate }),
    });
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
