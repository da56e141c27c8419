import { keychainSuite } from "./secret-store-keychain.suite.ts";

keychainSuite("keyring", "@napi-rs/keyring");
