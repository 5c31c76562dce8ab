/** Waiting for Terraform, a cluster takes ten seconds to create. */
jest.setTimeout(240_000);

/** A `describe` for tests that need Terraform and the emulator; skipped where tools.ts did not find them. */
export const real = process.env['TOOLS_MISSING'] ? describe.skip : describe;
