// Runs the app from src: after each change it is built anew and started again. What follows `--` is the app's command
// line. Without S3_SFTP_HOME it has a home of its own, set up for the services of the demo, which ends with it.
import path from "node:path";
import { buildBundle } from "./dev/build-bundle.ts";
import { startDevApp, type DevApp } from "./dev/dev-app.ts";
import { startDevHome } from "./dev/dev-home.ts";
import { watchSource } from "./dev/watch-source.ts";

const root = path.resolve(import.meta.dirname, "..");
const say = (words: string) => process.stderr.write(`dev: ${words}\n`);

const stopped = Promise.withResolvers<number>();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => stopped.resolve(130));

const source = watchSource(root);
const home = await startDevHome(process.env, process.argv.slice(2));

/** Null: there is something new to build. */
const untilEnd = async (app: DevApp | null): Promise<number | null> => {
  const change = source.change().then(() => null);
  if (!app) return Promise.race([stopped.promise, change]);
  const end = await Promise.race([stopped.promise, change, app.ended]);
  if (end === null || end === 0) return end;
  say(`the app ended with ${end}; waiting for a change, Ctrl+C ends`);
  return Promise.race([stopped.promise, change]);
};

let app: DevApp | null = null;
let exitCode: number | null = null;
while (exitCode === null) {
  const built = await buildBundle(root);
  // Uploads go on meanwhile: they are the daemon's, which the next app takes over.
  await app?.stop();
  if (built.ok) say(`build ${built.value.id} in ${built.value.ms} ms`);
  else say(`the build failed; waiting for a change\n${built.error}`);
  app = built.ok ? startDevApp(built.value.program, home.args, home.environment) : null;
  exitCode = await untilEnd(app);
}
await app?.stop();
await home.close();
process.exit(exitCode);
