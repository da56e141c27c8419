type Write = (chunk: string | Uint8Array, ...rest: readonly unknown[]) => boolean;

export interface Writer {
  write(text: string | Uint8Array): boolean;
}

/** The stream with what `toWrite` makes of its own `write`; all else is the stream's. */
export const withWrite = <T extends Writer>(stream: T, toWrite: (write: Write) => Write): T => {
  const write = toWrite((...args) => Reflect.apply(stream.write.bind(stream), stream, args));
  return new Proxy(stream, {
    get: (target, name) => {
      if (name === "write") return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
};
