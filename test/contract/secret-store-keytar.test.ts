import { keychainSuite } from "./secret-store-keychain.suite.ts";

keychainSuite("keytar", "keytar");
