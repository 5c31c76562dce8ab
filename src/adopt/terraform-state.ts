import * as z from 'zod';
import type { Resource } from './resource';

const values = z.record(z.string(), z.unknown());

/** A state as Terraform stores it. Source: https://developer.hashicorp.com/terraform/internals/json-format for the other. */
const stateFile = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      module: z.string().default(''),
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.object({
          index_key: z.union([z.string(), z.number()]).optional(),
          attributes: values.default({}),
          // Left by a replacement that failed; Terraform will delete it.
          deposed: z.string().optional(),
        }),
      ),
    }),
  ),
});

interface Module {
  readonly address?: string;
  readonly resources?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly values?: Readonly<Record<string, unknown>>;
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
        values: values.optional(),
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

/** The managed resources in a state, or undefined where the document is neither of the two that hold one. */
export function resourcesInState(document: unknown): readonly Resource[] | undefined {
  const stored = stateFile.safeParse(document);
  if (stored.success) return stored.data.resources.filter(({ mode }) => mode === 'managed').flatMap(instancesOf);
  const printed = shown.safeParse(document);
  if (!printed.success) return undefined;
  const state = 'prior_state' in printed.data ? printed.data.prior_state.values : printed.data.values;
  return resourcesBelow(state.root_module);
}

function instancesOf({ module, type, name, instances }: z.output<typeof stateFile>['resources'][number]): Resource[] {
  return instances
    .filter(({ deposed }) => deposed === undefined)
    .map(({ index_key: key, attributes }) => {
      const index = key === undefined ? '' : `[${JSON.stringify(key)}]`;
      const address = `${module === '' ? '' : `${module}.`}${type}.${name}${index}`;
      return { address, module, type, name, values: attributes };
    });
}

function resourcesBelow({ address: module = '', resources = [], child_modules: children = [] }: Module): Resource[] {
  return [
    ...resources
      .filter(({ mode }) => mode === 'managed')
      .map(({ address, type, name, values: attributes = {} }) => ({ address, module, type, name, values: attributes })),
    ...children.flatMap(resourcesBelow),
  ];
}
