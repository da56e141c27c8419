import path from "node:path";
import { useEffect, useRef, useState } from "react";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { ContentFinding, PastDelivery } from "../../domain/past-delivery.ts";
import { compareWords } from "../../words/compare.ts";
import { errorLine } from "../../words/errors/error-words.ts";
import type { AppServices } from "../services.ts";

/** How files compare with what was delivered of them, as far as it was asked for. */
export interface Comparison {
  /** By absolute path. */
  readonly findings: ReadonlyMap<string, ContentFinding>;
  /** What is going on, in words; null while nothing is compared. */
  readonly progress: string | null;
  readonly compare: (paths: readonly string[]) => void;
  /** Leaves what is being compared; what was found stays. */
  readonly stop: () => void;
}

export interface ComparisonOptions {
  readonly services: AppServices;
  readonly active: ActiveDestination;
  readonly say: (note: string) => void;
  /** What was found belongs to this: another one begins with nothing. */
  readonly scope: string;
}

interface Compared {
  readonly scope: string;
  readonly findings: ReadonlyMap<string, ContentFinding>;
  readonly progress: string | null;
}

const nothing = (scope: string): Compared => ({ scope, findings: new Map(), progress: null });

/** What is compared next, in words; null at the end. */
const progressOf = (deliveries: readonly PastDelivery[], done: number): string | null => {
  const next = deliveries[done];
  return next ? compareWords.progress(done, deliveries.length, path.basename(next.path)) : null;
};

/** Compares files by SHA-256 with the own receipts when asked to. Another scope, and leaving the screen, stop it. */
export const useComparison = (options: ComparisonOptions): Comparison => {
  const { services, active, say, scope } = options;
  const [kept, setKept] = useState(() => nothing(scope));
  const now = kept.scope === scope ? kept : nothing(scope);
  const stopper = useRef({ scope, controller: new AbortController() });
  useEffect(() => {
    if (stopper.current.scope !== scope) stopper.current.controller.abort();
  }, [scope]);
  useEffect(() => () => stopper.current.controller.abort(), []);

  const update = (change: (before: Compared) => Partial<Compared>) =>
    setKept((before) => {
      const mine = before.scope === scope ? before : nothing(scope);
      return { ...mine, ...change(mine) };
    });
  const run = async (paths: readonly string[], signal: AbortSignal) => {
    const past = await services.pastDeliveries(paths, active, signal);
    if (!past.ok || past.value.length === 0) {
      update(() => ({ progress: null }));
      return say(past.ok ? compareWords.neverDelivered : errorLine(past.error));
    }
    const deliveries = past.value;
    const found: ContentFinding[] = [];
    update(() => ({ progress: progressOf(deliveries, 0) }));
    const onFound = (at: string, finding: ContentFinding) => {
      if (signal.aborted) return;
      found.push(finding);
      update(({ findings }) => ({
        findings: new Map(findings).set(at, finding),
        progress: progressOf(deliveries, found.length),
      }));
    };
    await services.compareContent(deliveries, onFound, signal);
    say(compareWords.ended(found));
  };
  return {
    findings: now.findings,
    progress: now.progress,
    compare: (paths) => {
      stopper.current.controller.abort();
      const stop = new AbortController();
      stopper.current = { scope, controller: stop };
      update(() => ({ progress: compareWords.looking }));
      run(paths, stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
    },
    stop: () => {
      stopper.current.controller.abort();
      update(() => ({ progress: null }));
      say(compareWords.stopped);
    },
  };
};
