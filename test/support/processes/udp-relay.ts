import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/** A line between two programs that speak UDP, which loses what it is told to lose. */
export interface UdpRelay {
  readonly port: number;
  /** Datagrams that were lost so far. */
  readonly lost: () => number;
  /** Share of the datagrams that are lost from now on; 1 loses all. */
  lose(share: number): void;
  close(): void;
}

const bound = async (): Promise<Socket> => {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
};

/** Relays between the client that speaks first and `serverPort`, both on loopback. */
export const startUdpRelay = async (serverPort: number): Promise<UdpRelay> => {
  const [front, back] = await Promise.all([bound(), bound()]);
  let clientPort = 0;
  let share = 0;
  let debt = 0;
  let lost = 0;
  // Evenly and not by chance: a test that fails fails again.
  const isLost = () => {
    debt += share;
    if (debt < 1) return false;
    debt -= 1;
    lost += 1;
    return true;
  };
  front.on("message", (message, { port }) => {
    clientPort = port;
    if (!isLost()) back.send(message, serverPort, "127.0.0.1");
  });
  back.on("message", (message) => {
    if (!isLost()) front.send(message, clientPort, "127.0.0.1");
  });
  return {
    port: front.address().port,
    lost: () => lost,
    lose: (next) => {
      share = next;
    },
    close: () => {
      front.close();
      back.close();
    },
  };
};
