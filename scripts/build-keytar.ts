// Compiles keytar from its sources into node_modules/, for the tests of the keychain: `npm ci` runs no install script of
// it, as that one fetches a binary.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { architectures } from "./package/architectures.ts";
import { compileKeytar, compilerPackages } from "./package/compile-keytar.ts";
import { ToolFailed } from "./release/run-tool.ts";

const packages = path.resolve(import.meta.dirname, "../node_modules");
const architecture = architectures.find(({ node }) => node === process.arch);
if (architecture === undefined) throw new Error(`not for ${process.arch}`);

const folder = path.join(packages, "keytar/build/Release");
await mkdir(folder, { recursive: true });
try {
  await compileKeytar({
    keytar: path.join(packages, "keytar"),
    addonApi: path.join(packages, "node-addon-api"),
    headers: path.join(packages, `node/node_modules/node-linux-${architecture.node}/include/node`),
    architecture,
    output: path.join(folder, "keytar.node"),
  });
} catch (thrown) {
  if (!(thrown instanceof ToolFailed)) throw thrown;
  process.stderr.write(
    `keytar cannot be compiled; on Debian: ${compilerPackages}\n${thrown.message}\n`,
  );
  process.exitCode = 1;
}
