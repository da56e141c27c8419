/** Options of Node with which a program throws `error`, an expression, as soon as it gets SIGUSR2. */
export const throwOnSignal = (error: string): readonly string[] => {
  const script = `process.on("SIGUSR2", () => { throw ${error}; })`;
  return ["--import", `data:text/javascript,${encodeURIComponent(script)}`];
};
