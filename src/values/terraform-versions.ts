/** The first releases of Terraform and of OpenTofu with something. */
export interface FirstReleases {
  readonly terraform: string;
  readonly openTofu: string;
}

/**
 * What stacks use of Terraform's language and backends that is not in every release of Terraform 1 and OpenTofu.
 * Sources: CHANGELOG.md of the branch of each release, https://github.com/hashicorp/terraform and
 * https://github.com/opentofu/opentofu, with the number of the change.
 */
export const FIRST_WITH = {
  /** OpenTofu begins with 1.6. */
  nullableInputs: { terraform: '1.1.0', openTofu: '1.6.0' },
  movedBlocks: { terraform: '1.1.0', openTofu: '1.6.0' },
  postconditions: { terraform: '1.2.0', openTofu: '1.6.0' },
  importBlocks: { terraform: '1.5.0', openTofu: '1.6.0' },
  /** Terraform 34955; OpenTofu 2216. */
  checksAcrossInputs: { terraform: '1.9.0', openTofu: '1.9.0' },
  /** Also where it is false: older releases do not know the setting. OpenTofu 599. */
  s3LockFile: { terraform: '1.10.0', openTofu: '1.10.0' },
  ephemeralInputs: { terraform: '1.10.0', openTofu: '1.11.0' },
  writeOnlyAttributes: { terraform: '1.11.0', openTofu: '1.11.0' },
  /** In `terraform.removed` of a stack file. OpenTofu 1.7 has the block without its `lifecycle`, 2556. */
  removedBlocksThatKeep: { terraform: '1.7.0', openTofu: '1.10.0' },
} as const satisfies Readonly<Record<string, FirstReleases>>;

export type Feature = keyof typeof FIRST_WITH;

/** The first release that has all of these, in Terraform and in OpenTofu: `required_version` speaks to both. */
export function firstWithAll(features: readonly Feature[]): string {
  const releases = features.flatMap((feature) => [FIRST_WITH[feature].terraform, FIRST_WITH[feature].openTofu]);
  return [...releases].sort(byNumber).at(-1) ?? '1.0.0';
}

/** Part by part: to compare in a language, Node loads its rules first, which takes as long as to read a stack file. */
function byNumber(one: string, other: string): number {
  const parts = other.split('.').map(Number);
  const differences = one.split('.').map((part, index) => Number(part) - (parts[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
