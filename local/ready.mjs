// Before any command: the Node that npm ci brings runs TypeScript as it is; an older one can only say what is missing.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Run npm ci first: it brings the Node that these commands run on; this one is ${process.version}.\n`,
  );
  process.exit(1);
}
// Sources that were compiled once are not compiled again, in this process and in its threads.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)));
