import { describe, expect, it } from "vitest";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { checkNetwork } from "../../../src/cli/doctor/check-network.ts";
import { Report } from "../../../src/cli/doctor/report.ts";
import { doctorWords } from "../../../src/words/commands/doctor.ts";

const usual = getCACertificates("default");

const ask = (environment: Readonly<Record<string, string>>) => {
  const lines: string[] = [];
  const events: string[] = [];
  const words = new Report({ out: (line) => lines.push(line) }, false);
  checkNetwork(environment, words);
  checkNetwork(environment, new Report({ out: (line) => events.push(line) }, true));
  setDefaultCACertificates(usual);
  return {
    text: lines.join("\n"),
    events: events.map((line): unknown => JSON.parse(line)),
    exitCode: words.exitCode,
  };
};

const { network } = doctorWords;

describe("what doctor says of the network", () => {
  it("is that there is no proxy, and how many certificates are trusted", () => {
    const { text, events, exitCode } = ask({});
    expect(text).toContain(doctorWords.finding("ok", "proxy", network.noProxy));
    const { node, system } = Object(events[1]).certificates;
    const certificates = [network.nodeCertificates(node), network.systemCertificates(system)];
    expect(text).toContain(doctorWords.finding("ok", "certificates", certificates.join(", ")));
    expect(events).toMatchObject([
      { what: "proxy", state: "ok", proxy: { http: null, https: null, exempt: null } },
      { what: "certificates", state: "ok", certificates: { bundle: null } },
    ]);
    expect(exitCode).toBe(0);
  });

  it("names each proxy and its variable, and no login", () => {
    const { text, events } = ask({
      HTTPS_PROXY: "http://anna:secret@proxy.corp:3128",
      all_proxy: "10.0.0.1:8080",
      NO_PROXY: ".corp",
    });
    expect(text).toContain(
      [
        network.through("https", { address: "proxy.corp:3128", variable: "HTTPS_PROXY" }),
        network.through("http", { address: "10.0.0.1:8080", variable: "all_proxy" }),
        network.exempt(".corp"),
      ].join(", "),
    );
    expect(JSON.stringify([text, events])).not.toMatch(/anna|secret/);
  });

  it("is an error for each variable that cannot be used", () => {
    const environment = {
      HTTPS_PROXY: "socks5://proxy:1080",
      HTTP_PROXY: "http://",
      AWS_CA_BUNDLE: "/no/such/file",
    };
    const { text, exitCode } = ask(environment);
    for (const variable of Object.keys(environment)) expect(text).toContain(variable);
    expect(text.match(/^ERROR/gm)).toHaveLength(3);
    expect(exitCode).toBe(3);
    expect(ask({ ALL_PROXY: "socks5://proxy" }).text.match(/^ERROR/gm)).toHaveLength(1);
  });
});
