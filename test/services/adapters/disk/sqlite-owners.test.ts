import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ProcessOwner } from "../../../../src/services/adapters/disk/process-owner.ts";
import { openTransferStore } from "../../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { someTransfer } from "../../../support/values/transfers.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "state-"));
  file = path.join(folder, "state.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const owner = (token: string, living: readonly string[]): ProcessOwner => ({
  pid: token.length,
  token,
  isAlive: (other) => living.includes(other),
});

describe("ownership", () => {
  const nobodyElse = new Map<string, number>();

  it("belongs to the living process that queued it, and the other is told its pid", () => {
    const first = valueOf(openTransferStore(file, { owner: owner("first", ["first", "second"]) }));
    const second = valueOf(
      openTransferStore(file, { owner: owner("second", ["first", "second"]) }),
    );
    const transfer = someTransfer();
    valueOf(first.add([transfer]));
    expect(valueOf(second.claim([transfer.id]))).toEqual(new Map([[transfer.id, 5]]));
    valueOf(first.release("ours"));
    expect(valueOf(second.claim([transfer.id]))).toEqual(nobodyElse);
    expect(valueOf(first.claim([transfer.id]))).toEqual(new Map([[transfer.id, 6]]));
    first.close();
    second.close();
  });

  it("ends with the transfer, but not that of another process", () => {
    const tokens = ["first", "second"];
    const first = valueOf(openTransferStore(file, { owner: owner("first", tokens) }));
    const second = valueOf(openTransferStore(file, { owner: owner("second", tokens) }));
    const transfer = someTransfer();
    valueOf(first.add([transfer]));
    const result = { transfer, receipt: null, outcome: null };
    valueOf(second.end(result));
    expect(valueOf(second.claim([transfer.id]))).toEqual(new Map([[transfer.id, 5]]));
    valueOf(first.end(result));
    expect(valueOf(second.claim([transfer.id]))).toEqual(nobodyElse);
    first.close();
    second.close();
  });

  it("passes to the next when the owner is dead, and only once", () => {
    const dead = valueOf(openTransferStore(file, { owner: owner("dead", []) }));
    const transfer = someTransfer();
    valueOf(dead.add([transfer]));
    const next = valueOf(openTransferStore(file, { owner: owner("next", ["next", "late"]) }));
    const late = valueOf(openTransferStore(file, { owner: owner("late", ["next", "late"]) }));
    expect(valueOf(next.claim([transfer.id]))).toEqual(nobodyElse);
    expect(valueOf(late.claim([transfer.id]))).toEqual(new Map([[transfer.id, 4]]));
    [dead, next, late].forEach((store) => store.close());
  });

  it("tells what a process was interrupted in from what nobody has", () => {
    const dead = valueOf(openTransferStore(file, { owner: owner("dead#worker#1", []) }));
    const [interrupted, putOff, living] = [someTransfer(), someTransfer(), someTransfer()];
    valueOf(dead.add([putOff]));
    valueOf(dead.release("ours"));
    valueOf(dead.add([interrupted]));
    const next = valueOf(openTransferStore(file, { owner: owner("next", ["next"]) }));
    valueOf(next.add([living]));
    expect(valueOf(next.list(["waiting"], "a daemon that is gone"))).toEqual([interrupted]);
    expect(valueOf(next.list(["waiting"], "nobody alive"))).toEqual([putOff, interrupted]);
    valueOf(next.release("of processes that are gone"));
    expect(valueOf(next.list(["waiting"], "a daemon that is gone"))).toEqual([]);
    expect(valueOf(next.list(["waiting"], "nobody alive"))).toEqual([putOff, interrupted]);
    expect(valueOf(next.claim([living.id]))).toEqual(nobodyElse);
    [dead, next].forEach((store) => store.close());
  });

  it("of a killed command is taken up by no daemon, but waits for a person", () => {
    const command = valueOf(openTransferStore(file, { owner: owner("killed#other#1", []) }));
    const transfer = someTransfer();
    valueOf(command.add([transfer]));
    const daemon = valueOf(openTransferStore(file, { owner: owner("next", ["next"]) }));
    expect(valueOf(daemon.list(["waiting"], "a daemon that is gone"))).toEqual([]);
    expect(valueOf(daemon.list(["waiting"], "nobody alive"))).toEqual([transfer]);
    [command, daemon].forEach((store) => store.close());
  });

  it("passes to the next by a hand-over, although the process before still lives", () => {
    const first = valueOf(openTransferStore(file));
    const transfer = someTransfer();
    valueOf(first.add([transfer]));
    valueOf(first.release("ours for the next daemon"));
    first.close();
    const second = valueOf(openTransferStore(file));
    expect(valueOf(second.list(["waiting"], "a daemon that is gone"))).toEqual([transfer]);
    expect(valueOf(second.claim([transfer.id]))).toEqual(nobodyElse);
    second.close();
  });

  it("is given up by closing", () => {
    const first = valueOf(openTransferStore(file));
    const second = valueOf(openTransferStore(file));
    const transfer = someTransfer();
    valueOf(first.add([transfer]));
    expect(valueOf(second.claim([transfer.id]))).toEqual(new Map([[transfer.id, process.pid]]));
    first.close();
    expect(valueOf(second.claim([transfer.id]))).toEqual(nobodyElse);
    second.close();
  });
});
