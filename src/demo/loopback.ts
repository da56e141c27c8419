import type { Server } from "node:net";

/** Starts `server` on 127.0.0.1 and gives its port; 0 takes a free one. Rejects when the port is taken. */
export const listenOnLoopback = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
};

/** Stops an HTTP server and cuts what is still open. */
export const closeServer = (
  server: Server & { readonly closeAllConnections: () => void },
): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
