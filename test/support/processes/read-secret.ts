// Reads one secret in a process of its own: node read-secret.ts PLACE ACCOUNT. Prints the Result as JSON.
import { openVault, parseSecretPlace } from "../../../src/services/adapters/keychain/open-vault.ts";
import { createMemoryTextFile } from "../fakes/memory-text-file.ts";

const [place, account = ""] = process.argv.slice(2);
const vault = openVault(createMemoryTextFile(), parseSecretPlace(place));
process.stdout.write(JSON.stringify(await vault.read(account)));
