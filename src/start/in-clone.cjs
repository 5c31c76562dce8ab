// The command in a clone: cdktf.json and the scripts of package.json start it so. It is plain JavaScript, because
// running the TypeScript sources takes thirty times as long as the bundle that is built from them.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const command = join(root, 'dist', 'cli.js');

// `npm ci --ignore-scripts` builds nothing. A bundle that is older than its sources builds itself anew.
if (!existsSync(command)) {
  const build = ['--import', 'tsx', join(root, 'src', 'build.ts')];
  const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
require(command);
