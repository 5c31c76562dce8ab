/**
 * A limit that AWS, Prefect or Terraform sets for a text, with its source. The schema refuses what breaks one of these,
 * and the Terraform variables repeat the check for values that come from a tfvars file.
 * Patterns keep to what JavaScript and Terraform's RE2 read alike.
 */
export interface TextLimit {
  readonly pattern: RegExp;
  /** How many characters at most, where the pattern does not say so. */
  readonly longest?: number;
  /** Completes the sentence "must be …". */
  readonly allowed: string;
  /** Shown to somebody who wrote something else. */
  readonly example: string;
  /** The page that says so. */
  readonly source: string;
}

/** Where AWS's documentation is. */
export const AWS_DOCS = 'https://docs.aws.amazon.com';
