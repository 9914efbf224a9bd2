// The compiler as the agent's gate: a policy refuses a version, and an exemption ends by the date of the commit.

import { expect, test } from "vitest";
import { versionCompiler } from "../../cli/versions.ts";
import { hostOf, sha256 } from "../support/compiler-package.ts";

const SITE = `import std.file { File }
system Site { motd: File { path = "/etc/motd", mode = 0o644 } }
environment prod = Site
`;
const POLICY = `import std.file { File }
policy "closed" on File as f { require f.mode == 0o600 else "close \${f}" }
exempt "closed" for "prod/motd" until 2026-06-30 because "it is public"
`;
const MANIFEST = '[package]\nentry = ["site.sp"]\n[policies]\nfiles = ["rules/base.sp"]\n';

function gate(date: string, files: Readonly<Record<string, string>>) {
  return versionCompiler(sha256)(hostOf(files), "prod", Date.parse(date));
}

const files = { "site.sp": SITE, "rules/base.sp": POLICY, "setpoint.toml": MANIFEST };

test("a version is refused with the words of the policy, by the date of its commit", () => {
  expect(gate("2026-06-30T23:59:59Z", files)).toHaveProperty("graph");
  const ended = gate("2026-07-01T00:00:00Z", files);
  expect(ended).toMatchObject({ refused: expect.stringContaining("it is public") as string });
  expect(ended).toMatchObject({
    refused: expect.stringContaining("this version is of 2026-07-01") as string,
  });
});

test("the files of [policies] hold although nothing imports them", () => {
  const { "setpoint.toml": _, ...without } = { ...files, "rules/base.sp": POLICY.replace(/exempt.*\n/, "") };
  const manifest = '[package]\nentry = ["site.sp"]\n';
  expect(gate("2026-01-01", { ...without, "setpoint.toml": manifest })).toHaveProperty("graph");
  expect(gate("2026-01-01", { ...without, "setpoint.toml": MANIFEST })).toMatchObject({
    refused: expect.stringContaining('prod/motd breaks the policy "closed": close motd') as string,
  });
});
