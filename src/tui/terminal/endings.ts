import { signalCodes } from "../../domain/exit-codes.ts";

export interface TransferResults {
  /** A signal asks the app to end, with the code that a shell gives it. */
  readonly leave: (code: number) => void;
  /** A fault. Gives the terminal back before it returns: whoever hears of the fault next may end the process. */
  readonly crash: (error: Error) => void;
}

/** Calls back on a signal or a crash, before all others that listen; gives the function that stops listening. */
export const onResult = ({ leave, crash }: TransferResults): (() => void) => {
  const removals = Object.entries(signalCodes).map(([signal, code]) => {
    const listener = () => leave(code);
    process.on(signal, listener);
    return () => process.removeListener(signal, listener);
  });
  const crashed = (thrown: unknown) =>
    crash(thrown instanceof Error ? thrown : new Error(String(thrown)));
  process.prependListener("uncaughtException", crashed);
  process.prependListener("unhandledRejection", crashed);
  return () => {
    for (const remove of removals) remove();
    process.removeListener("uncaughtException", crashed);
    process.removeListener("unhandledRejection", crashed);
  };
};
