// Makes what is installed on a machine that has nothing, in artefacts/: `npm run package`, or for one kind of machine
// `npm run package -- --arch x64`. The same commit gives the same bytes: times are those of SOURCE_DATE_EPOCH, or of the commit.
import { parseArgs } from "node:util";
import { architectures } from "./package/architectures.ts";
import { makeArtefacts } from "./package/make-artefacts.ts";
import { ToolFailed } from "./release/run-tool.ts";

const { values } = parseArgs({ options: { arch: { type: "string" }, output: { type: "string" } } });
const wanted = architectures.filter(
  ({ node }) => values.arch === undefined || node === values.arch,
);

const neededPackages =
  "dpkg-dev binutils g++ libsecret-1-dev pkg-config; for the other kind of machine binutils-aarch64-linux-gnu g++-aarch64-linux-gnu";

try {
  if (wanted.length === 0) throw new ToolFailed(`--arch is x64 or arm64, not ${values.arch}`);
  const names = await makeArtefacts(wanted, values.output ?? "artefacts");
  console.log(names.join("\n"));
} catch (thrown) {
  if (!(thrown instanceof ToolFailed)) throw thrown;
  process.stderr.write(`package: ${thrown.message}\nIt needs, on Debian: ${neededPackages}\n`);
  process.exitCode = 1;
}
