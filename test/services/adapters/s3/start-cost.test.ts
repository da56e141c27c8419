import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { StandInStores } from "../../../support/sites/stand-in-store.ts";

const stores = new StandInStores();
afterAll(() => stores.close());

// Says which packages a program loads, and whether Node's own HTTP client is among its modules at the end.
const spy = `
import { registerHooks } from "node:module";
registerHooks({
  resolve: (name, context, next) => {
    if (/^@(aws-sdk|smithy)/.test(name)) console.log("loads", name);
    return next(name, context);
  },
});
process.on("exit", () => {
  if (process.moduleLoadList.some((name) => name.endsWith("deps/undici/undici"))) console.log("loads undici");
});`;

it("putting an object loads neither the AWS SDK nor Node's own HTTP client, each of which takes longer", async () => {
  // The stand-in, which checks signatures with the SDK, runs here and not in the program.
  const s3 = await stores.startStandIn();
  const put = path.resolve(import.meta.dirname, "../../../support/processes/put-once.ts");
  const spying = `data:text/javascript,${encodeURIComponent(spy)}`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--import",
    spying,
    put,
    s3.endpoint,
  ]);
  expect(stdout).toContain('"ok":true');
  expect(stdout).not.toContain("loads");
});
