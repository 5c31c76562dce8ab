import * as z from 'zod';
import type { Resource } from './resource';

const values = z.record(z.string(), z.unknown());

/** A state as Terraform stores it. Source: internal/states/statefile/version4.go of Terraform, 0.12 and later. */
const stateFile = z.object({
  version: z.literal(4),
  resources: z
    .array(
      z.object({
        module: z.string().nullish(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        provider: z.string().nullish(),
        instances: z
          .array(
            z.object({
              index_key: z.union([z.string(), z.number()]).nullish(),
              attributes: values.nullish(),
              // Of Terraform 0.11, in a resource that no later one has read since.
              attributes_flat: values.nullish(),
              // Left by a replacement that failed; Terraform will delete it.
              deposed: z.string().nullish(),
              status: z.string().nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});
type Stored = NonNullable<z.output<typeof stateFile>['resources']>[number];

interface Module {
  readonly address?: string;
  readonly resources?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly values?: Readonly<Record<string, unknown>> | null;
    readonly tainted?: boolean;
    readonly deposed_key?: string;
  }[];
  readonly child_modules?: readonly Module[];
}

const shownModule: z.ZodType<Module> = z.object({
  address: z.string().optional(),
  resources: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        values: values.nullish(),
        tainted: z.boolean().optional(),
        deposed_key: z.string().optional(),
      }),
    )
    .optional(),
  get child_modules() {
    return z.array(shownModule).optional();
  },
});

const root = z.object({ root_module: shownModule });

/** What `terraform show -json` prints of a state, or of a plan, which has the state that it starts from. */
const shown = z.union([
  z.object({ format_version: z.string(), prior_state: z.object({ values: root }) }),
  z.object({ format_version: z.string(), values: root }),
]);

/** managed: what Terraform created; data: what it has looked up. */
type Mode = 'managed' | 'data';

/** The managed resources in a state, or undefined where the document is neither of the two that hold one. */
export function resourcesInState(document: unknown, mode: Mode = 'managed'): readonly Resource[] | undefined {
  const stored = stateFile.safeParse(document);
  if (stored.success) return (stored.data.resources ?? []).filter((one) => one.mode === mode).flatMap(instancesOf);
  const printed = shown.safeParse(document);
  if (!printed.success) return undefined;
  const state = 'prior_state' in printed.data ? printed.data.prior_state.values : printed.data.values;
  return resourcesBelow(state.root_module, mode);
}

/** Addresses whose attributes Terraform 0.11 stored, in a form of its own. */
export function storedFlat(document: unknown): readonly string[] {
  const { data } = stateFile.safeParse(document);
  return (data?.resources ?? [])
    .filter(({ mode, instances }) => mode === 'managed' && instances?.some((one) => one.attributes_flat))
    .map(({ module, type, name }) => addressIn(module, `${type}.${name}`));
}

function instancesOf({ module, mode, type, name, provider, instances }: Stored): Resource[] {
  const all = instances ?? [];
  const isDeposed = (key: unknown) => all.some((one) => one.deposed && (one.index_key ?? undefined) === key);
  return all
    .filter(({ deposed }) => !deposed)
    .map(({ index_key: given, attributes, status }) => {
      const key = given ?? undefined;
      const index = key === undefined ? '' : `[${typeof key === 'number' ? key : quoted(key)}]`;
      return {
        address: addressIn(module, `${mode === 'data' ? 'data.' : ''}${type}.${name}${index}`),
        ...{ module: module ?? '', type, name, values: attributes ?? {} },
        ...(status === 'tainted' && { isTainted: true }),
        ...(isDeposed(key) && { isDeposed: true }),
        ...(provider && !DEFAULT_PROVIDER.test(provider) && { provider }),
      };
    });
}

/** At the root, without an alias; the second form is that of Terraform 0.12. */
const DEFAULT_PROVIDER = /^provider(\["[^"]*"\]|\.\w+)$/;

function addressIn(module: string | null | undefined, address: string): string {
  return module ? `${module}.${address}` : address;
}

/** As Terraform prints a key. Source: toHCLQuotedString in internal/addrs/instance_key.go. */
function quoted(key: string): string {
  return JSON.stringify(key).replaceAll(/([$%])\{/g, '$1$1{');
}

function resourcesBelow(
  { address: module = '', resources = [], child_modules: children = [] }: Module,
  mode: Mode,
): Resource[] {
  const managed = resources.filter((one) => one.mode === mode);
  const deposed = new Set(managed.filter((one) => one.deposed_key !== undefined).map(({ address }) => address));
  return [
    ...managed
      .filter((one) => one.deposed_key === undefined)
      .map(({ address, type, name, values: attributes, tainted }) => ({
        ...{ address, module, type, name, values: attributes ?? {}, isShown: true },
        ...(tainted && { isTainted: true }),
        ...(deposed.has(address) && { isDeposed: true }),
      })),
    ...children.flatMap((child) => resourcesBelow(child, mode)),
  ];
}
