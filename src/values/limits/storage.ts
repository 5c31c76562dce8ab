import { AWS_DOCS, type TextLimit } from './text-limit';

export const S3_BUCKET: TextLimit = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: 'the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
  example: 'my-terraform-states',
  source: `${AWS_DOCS}/AmazonS3/latest/userguide/bucketnamingrules.html`,
};

export const S3_KEY: TextLimit = {
  // Terraform takes no empty part in the key of a state, and S3 resolves . and .. in it.
  pattern:
    /^(?!.*\/\/)(?!(.*\/)?\.{1,2}(\/|$))[A-Za-z0-9!_.*'()=:@,+-]([A-Za-z0-9!_.*'()=:@,+/-]{0,1022}[A-Za-z0-9!_.*'()=:@,+-])?$/,
  allowed:
    "the key of an S3 object: at most 1024 letters, digits and ! - _ . * ' ( ) = : @ , + /, neither beginning nor ending with / and without // and parts . or ..",
  example: 'prefect/prod.tfstate',
  source: `${AWS_DOCS}/AmazonS3/latest/userguide/object-keys.html`,
};

export const S3_PREFIX: TextLimit = {
  // In a rule, unlike in a path, an end with / means the folder alone: results also begins results-old/a.
  pattern: /^(?!.*\/\/)(?!(.*\/)?\.{1,2}(\/|$))[A-Za-z0-9!_.*'()=:@,+-][A-Za-z0-9!_.*'()=:@,+/-]{0,1023}$/,
  allowed:
    "what keys of S3 objects begin with: at most 1024 letters, digits and ! - _ . * ' ( ) = : @ , + /, not beginning with / and without // and parts . or ..",
  example: 'results/',
  source: `${AWS_DOCS}/AmazonS3/latest/userguide/intro-lifecycle-filters.html`,
};

export const EFS_FILE_SYSTEM: TextLimit = {
  pattern: /^fs-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the id of an EFS file system: fs- and 8 or 17 hexadecimal digits',
  example: 'fs-0123456789abcdef0',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html`,
};

export const EFS_ACCESS_POINT: TextLimit = {
  pattern: /^fsap-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the id of an EFS access point: fsap- and 8 or 17 hexadecimal digits',
  example: 'fsap-0123456789abcdef0',
  source: EFS_FILE_SYSTEM.source,
};

export const DIRECTORY: TextLimit = {
  pattern: /^(?!.*\/\.\.(\/|$))\/[A-Za-z0-9_./@+=-]*$/,
  allowed: 'an absolute path: /… of letters, digits and _ . / @ + = -, without ..',
  example: '/data',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html`,
};
