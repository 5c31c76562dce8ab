/** The runner imports test files as ES modules: those in TypeScript are left to `require`, as all that they import. */
export async function load(url, context, nextLoad) {
  return /\.ts(\?|$)/.test(url) ? { format: 'commonjs', shortCircuit: true } : nextLoad(url, context);
}
