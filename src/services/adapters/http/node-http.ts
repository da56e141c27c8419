import type * as http from "node:http";

/**
 * node:http, loaded with the first call: small requests need none of it. An import would read every name that it has, and
 * one of them loads Node's whole HTTP client (undici): 20 ms.
 */
export const nodeHttp = (): typeof http => process.getBuiltinModule("node:http");
