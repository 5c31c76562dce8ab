import type { ZodType } from 'zod';
import type { StackFile } from './stack-file';

/** The fields of a stack file, each by itself: what must hold between them is checked by `defineEnvironment`. */
export declare const stackFileSchema: ZodType<unknown, StackFile>;

/** The same as JSON Schema. */
export declare function stackFileJsonSchema(): Readonly<Record<string, unknown>>;
