// Run as a program: puts one object at the endpoint named, and prints the result.
import { put, StandInStores } from "./stand-in-store.ts";

const stores = new StandInStores();
const store = stores.storeAt(process.argv[2] ?? "");
process.stdout.write(`${JSON.stringify(await put(store))}\n`);
await stores.close();
