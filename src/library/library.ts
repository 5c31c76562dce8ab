import { defineEnvironment } from '../environment/define-environment';
import { configSchema } from '../environment/schema';
import { ConfigError } from '../problems/errors';
import { PrefectEcsWorker } from '../stack/prefect-ecs-worker';
import { stackFileJsonSchema } from './json-schema';

/** What the package exports, each loaded when it is first used: only the construct needs the engine. */
export const library = {
  get PrefectEcsWorker() {
    return PrefectEcsWorker;
  },
  get defineEnvironment() {
    return defineEnvironment;
  },
  get ConfigError() {
    return ConfigError;
  },
};

/** What `/schema` of the package exports. */
export const schema = {
  get stackFileSchema() {
    return configSchema;
  },
  get stackFileJsonSchema() {
    return stackFileJsonSchema;
  },
};
