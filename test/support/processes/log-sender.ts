// A client in a process of its own, to be killed: carries what is in the outbox of a state file to the log server.
import { createHttpLogSink } from "../../../src/services/adapters/http/http-log-sink.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { createSystemClock } from "../../../src/services/adapters/disk/system-clock.ts";
import { createLogOutbox } from "../../../src/services/log/log-outbox.ts";

const [, , stateFile = "", url = "", token = ""] = process.argv;
const store = openTransferStore(stateFile);
if (!store.ok) throw new Error(store.error.code);
const sink = createHttpLogSink({ url, token });
const outbox = createLogOutbox({
  transfers: store.value,
  sinkFor: () => sink,
  clock: createSystemClock(),
  random: Math.random,
  onChange: () => {},
});
// The parent adds outcomes to the same file: look again and again.
setInterval(() => outbox.wake({ connection: null, logUrl: null }), 50);
await outbox.run(new AbortController().signal);
