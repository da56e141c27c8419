// npm run bench [-- upload|log-server|tui|start …]: all, or the named ones, one after the other.
import { benchLogServer } from "./log-server.ts";
import { benchStart } from "./start.ts";
import { ToolMissing } from "./tool-missing.ts";
import { benchTui } from "./tui.ts";
import { benchUpload } from "./upload.ts";

const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  upload: benchUpload,
  "log-server": benchLogServer,
  tui: benchTui,
  start: benchStart,
};

const named = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const unknown = named.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(
    `no bench called ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`,
  );
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (named.length > 0 && !named.includes(name)) continue;
    try {
      await bench();
    } catch (thrown) {
      if (!(thrown instanceof ToolMissing)) throw thrown;
      console.error(`bench ${name}: ${thrown.message}`);
      process.exitCode = 2;
    }
  }
}
