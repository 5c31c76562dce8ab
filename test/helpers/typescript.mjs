// Each process of the unit tests, and of those of whole environments, reads TypeScript by itself, and loads every module once for all its test files.
import { register } from 'node:module';
import './typescript-modules.cjs';

register('./typescript-format.mjs', import.meta.url);

// The runner ends them with a signal; what they left is removed by one that exits.
if (process.send) process.once('SIGTERM', () => process.exit());
