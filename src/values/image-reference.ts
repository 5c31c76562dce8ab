import { PORT } from './port';

const LABEL = '[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?';
/** Docker takes the first part for a registry only with a dot, a port, or the name localhost. */
const REGISTRY = `(localhost|${LABEL}(\\.${LABEL})+(:${PORT})?|${LABEL}:${PORT})`;
const COMPONENT = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*';
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})';

/**
 * The name of an image by Docker's own grammar, less addresses in IPv6, whose brackets ECS does not take.
 * Source: https://github.com/distribution/reference/blob/main/reference.go
 */
export const IMAGE_REFERENCE = new RegExp(`^(${REGISTRY}/)?${COMPONENT}(/${COMPONENT})*(:${TAG})?(@${DIGEST})?$`);
