/** The packages of the engine: left to whoever starts a bundle, since the command has its own, and an app has one already. */
export const ENGINE_PACKAGES: readonly string[] = ['cdktf', '@cdktf', 'constructs'];

/** Whether a module is one of them, or within one. */
export function isOfEngine(module: string): boolean {
  return ENGINE_PACKAGES.some((name) => module === name || module.startsWith(`${name}/`));
}
