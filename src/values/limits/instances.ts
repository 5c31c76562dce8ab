import { AWS_DOCS, type TextLimit } from './text-limit';

export const INSTANCE_TYPE: TextLimit = {
  pattern: /^[a-z0-9-]{2,20}\.[a-z0-9-]{3,20}$/,
  allowed: 'a type of instance: m7g.large',
  example: 'm7g.large',
  source: `${AWS_DOCS}/ec2/latest/instancetypes/instance-type-names.html`,
};

export const IMAGE_ID: TextLimit = {
  pattern: /^(ami-([0-9a-f]{8}|[0-9a-f]{17})|resolve:ssm:[A-Za-z0-9_./:-]{1,1000})$/,
  allowed: 'the id of a machine image, ami-…, or resolve:ssm: and the name of a parameter that holds one',
  example: 'ami-0123456789abcdef0',
  source: `${AWS_DOCS}/autoscaling/ec2/userguide/using-systems-manager-parameters.html`,
};
