import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface ApiKeySecretProps {
  readonly name: string;
  readonly recoveryWindowInDays: number;
  /** A reference to the input that holds the key. */
  readonly value: string;
  /**
   * Given: the key is written without a trace in plan and state, and again each time this number changes.
   * Left out: the key is kept in the state.
   */
  readonly writeOnlyVersion?: number;
}

/** The Secrets Manager secret that holds the Prefect API key. */
export class ApiKeySecret extends Construct {
  /**
   * What the task injects. With a write-only value it names the version, so that a new key is a new revision of the
   * task: the running tasks are replaced, and a rollback goes back to the key that worked.
   */
  readonly valueFrom: string;
  readonly arn: string;
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ApiKeySecretProps) {
    super(scope, id);
    const { writeOnlyVersion, value } = props;

    const secret = new SecretsmanagerSecret(this, 'prefect_api_key', {
      name: props.name,
      recoveryWindowInDays: props.recoveryWindowInDays,
    });
    const version = new SecretsmanagerSecretVersion(this, 'prefect_api_key_version', {
      secretId: secret.id,
      ...(writeOnlyVersion === undefined
        ? { secretString: value }
        : { secretStringWo: value, secretStringWoVersion: writeOnlyVersion }),
    });

    this.arn = secret.arn;
    this.valueFrom = writeOnlyVersion === undefined ? secret.arn : `${secret.arn}:::${version.versionId}`;
    this.ready = version;
  }
}
