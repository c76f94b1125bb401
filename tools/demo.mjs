// `npm run demo`: checks the example back-end, as a user would.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const report = "oma-lint.sarif";

const { status, error } = spawnSync(
  process.execPath,
  [cli, "check", "--cwd", "examples/lending-library", "--format", "stylish", "--output", `sarif:${root}${report}`],
  { cwd: root, stdio: "inherit" },
);
if (error) throw error;
if (status !== 0 && status !== 1) process.exit(status ?? 2);

process.stdout.write(`
The example is examples/lending-library, a back-end that is wrong in some places on purpose.
The same findings as SARIF are in ${report}, in the folder of this project.
oma-lint itself ends with exit code ${status} here; the demo ends with 0.

Try next:  node dist/cli.js explain no-raw-sql-interpolation
           node dist/cli.js --cwd ../your-back-end
`);
