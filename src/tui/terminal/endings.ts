/** Signals that end the app, and the codes that a shell gives them. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Calls back on a signal or a crash; gives the function that stops listening. */
export const onEnding = (
  leave: (code: number) => void,
  crash: (error: Error) => void,
): (() => void) => {
  const removals = Object.entries(codes).map(([signal, code]) => {
    const listener = () => leave(code);
    process.on(signal, listener);
    return () => process.removeListener(signal, listener);
  });
  const crashed = (thrown: unknown) =>
    crash(thrown instanceof Error ? thrown : new Error(String(thrown)));
  process.on("uncaughtException", crashed);
  process.on("unhandledRejection", crashed);
  return () => {
    for (const remove of removals) remove();
    process.removeListener("uncaughtException", crashed);
    process.removeListener("unhandledRejection", crashed);
  };
};
