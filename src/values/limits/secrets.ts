import { PARTITION } from './iam';
import { AWS_DOCS, type TextLimit } from './text-limit';

export const SECRET_ARN: TextLimit = {
  pattern: new RegExp(
    `^arn:${PARTITION}:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:([a-z][a-z-]{1,20}!)?[A-Za-z0-9/_+=.@-]{1,512}-[A-Za-z0-9]{6}$`,
  ),
  allowed: 'the whole ARN of a Secrets Manager secret, with the hyphen and six characters that AWS adds to its name',
  example: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:my-secret-AbC123',
  source: `${AWS_DOCS}/secretsmanager/latest/userguide/reference_iam-permissions.html#iam-resources`,
};

/**
 * Days that Secrets Manager keeps a deleted secret; 0 deletes it at once.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export const SECRET_RECOVERY_DAYS = { immediately: 0, least: 7, most: 30 } as const;
