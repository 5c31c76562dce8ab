/** Waiting for Terraform, a server and a worker. */
jest.setTimeout(240_000);

/** A `describe` for tests that need the real Prefect; skipped where prefect-tools.ts could not have it. */
export const withPrefect = process.env['TOOLS_MISSING'] || process.env['PREFECT_MISSING'] ? describe.skip : describe;
