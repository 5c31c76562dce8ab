import * as z from 'zod';

const resource = z.object({
  StackId: z.string().optional(),
  // Moto leaves them out of what its CloudFormation does not know.
  LogicalResourceId: z.string().optional(),
  PhysicalResourceId: z.string().optional(),
  ResourceType: z.string().optional(),
  ResourceStatus: z.string().optional(),
});
const pairs = z.array(z.object({ Key: z.string(), Value: z.string() })).default([]);

const description = z.union([
  z.object({ StackResources: z.array(resource) }),
  z.object({ StackResourceSummaries: z.array(resource) }),
  z.object({
    Stacks: z.array(
      z.object({
        StackId: z.string(),
        Parameters: z
          .array(
            z.object({
              ParameterKey: z.string(),
              ParameterValue: z.string().optional(),
              ResolvedValue: z.string().optional(),
            }),
          )
          .default([]),
        Tags: pairs,
      }),
    ),
  }),
]);

/** A stack of CloudFormation, as far as its descriptions say. */
export interface DescribedStack {
  /** Its ARN. */
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly resources: readonly DescribedResource[];
  /** Which all resources have that can have some. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface DescribedResource {
  readonly logicalId: string;
  readonly physicalId: string;
  /** AWS::ECS::Service. */
  readonly type: string;
}

/**
 * What `aws cloudformation describe-stacks` and `describe-stack-resources` print of one stack, or `list-stack-resources`,
 * page by page, beside the first; undefined: something else.
 */
export function describedStack(documents: readonly unknown[]): DescribedStack | undefined {
  const parsed = documents.map((document) => description.safeParse(document));
  const known = parsed.flatMap(({ data }) => data ?? []);
  if (known.length === 0 || known.length < parsed.length) return undefined;
  const stacks = known.flatMap((one) => ('Stacks' in one ? one.Stacks : []));
  const resources = known.flatMap((one) => {
    if ('StackResources' in one) return one.StackResources;
    return 'StackResourceSummaries' in one ? one.StackResourceSummaries : [];
  });
  const ids = new Set([...stacks, ...resources].flatMap(({ StackId }) => StackId ?? []));
  const [id] = ids;
  if (id === undefined || ids.size > 1) return undefined;
  return {
    id,
    parameters: Object.fromEntries(
      stacks
        .flatMap(({ Parameters }) => Parameters)
        .map(({ ParameterKey, ParameterValue = '', ResolvedValue }) => [ParameterKey, ResolvedValue ?? ParameterValue]),
    ),
    tags: Object.fromEntries(stacks.flatMap(({ Tags }) => Tags).map(({ Key, Value }) => [Key, Value])),
    resources: resources.flatMap(({ LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus }) =>
      LogicalResourceId === undefined ||
      PhysicalResourceId === undefined ||
      ResourceType === undefined ||
      ResourceStatus === 'DELETE_COMPLETE'
        ? []
        : [{ logicalId: LogicalResourceId, physicalId: PhysicalResourceId, type: ResourceType }],
    ),
  };
}

export function stackNameOf({ id }: DescribedStack): string {
  return id.split('/')[1] ?? id;
}
