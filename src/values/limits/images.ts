import { HTTPS_ORIGIN } from '../api-url';
import { IMAGE_REFERENCE } from '../image-reference';
import { AWS_DOCS, type TextLimit } from './text-limit';

export const IMAGE: TextLimit = {
  pattern: IMAGE_REFERENCE,
  longest: 255,
  allowed:
    'an image as Docker names it, at most 255 characters: [REGISTRY[:PORT]/]REPOSITORY[:TAG][@DIGEST], without https://, the repository in lower case, the tag at most 128 characters',
  example: 'prefecthq/prefect-aws:0.7.12-python3.12',
  source: `${AWS_DOCS}/AmazonECS/latest/APIReference/API_ContainerDefinition.html`,
};

/** Source: https://docs.docker.com/reference/cli/docker/image/tag */
export const IMAGE_TAG: TextLimit = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
  allowed: 'the tag of an image: at most 128 letters, digits and _ . -, beginning with neither of the last two',
  example: '1',
  source: `${AWS_DOCS}/AmazonECR/latest/APIReference/API_PutImage.html`,
};

export const ECR_REPOSITORY_NAME: TextLimit = {
  pattern:
    /^(?![0-9]{12}\.dkr[.-]ecr)(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  allowed:
    'the name of an ECR repository, without its registry: 2 to 256 lower-case letters and digits, with . _ - and / in between',
  example: 'team/flows',
  source: `${AWS_DOCS}/AmazonECR/latest/APIReference/API_CreateRepository.html`,
};

export const PIP_REQUIREMENT: TextLimit = {
  pattern:
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(\[[A-Za-z0-9._,-]+\])?==v?([0-9]+!)?[0-9]+(\.[0-9]+)*([._-]?(a|b|c|rc|alpha|beta|pre|preview)[._-]?[0-9]*)?(-[0-9]+|[._-]?(post|rev|r)[._-]?[0-9]*)?([._-]?dev[._-]?[0-9]*)?(\+[A-Za-z0-9]+([._-][A-Za-z0-9]+)*)?$/,
  allowed: 'a package of one version: NAME==VERSION, or NAME[EXTRA]==VERSION',
  example: 'pandas==2.2.3',
  source: 'https://packaging.python.org/en/latest/specifications/version-specifiers/#version-matching',
};

/** User and password in a URL would be secrets in a file. */
export const GIT_URL: TextLimit = {
  pattern: new RegExp(`^${HTTPS_ORIGIN}\\/([A-Za-z0-9._~/-]|%[0-9A-Fa-f]{2})+$`),
  allowed: 'the URL of a Git repository over https, without user and password',
  example: 'https://github.com/my-team/flows',
  source: 'https://docs.prefect.io/v3/how-to-guides/deployments/store-flow-code',
};
