// Optional: the public validator of the FOCUS specification reads a bill that the server wrote as FOCUS 1.2.
//
// It needs Python 3.12. Run it by `TIERMETER_BINARY=target/debug/tiermeter node tests/optional/focus.mjs`.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { startBackend } from "../node/backend-support.mjs";
import { python, run } from "./support.mjs";

/** What a bill of ours claims to hold; regions, accounts below accounts and the like are not there. */
const CRITERIA = [
  "ACCOUNT_NAMING_SUPPORTED",
  "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED",
  "NEGOTIATED_PRICING_SUPPORTED",
  "PUBLIC_PRICE_LIST_SUPPORTED",
  "RESOURCE_TYPE_ASSIGNMENT_SUPPORTED",
  "TAGGING_SUPPORTED",
  "UNIT_PRICING_SUPPORTED",
  "USAGE_MEASUREMENT_SUPPORTED",
];
/** Rules of the validator that contradict each other: an invoice id must be null, and must not be. */
const CONTRADICTION = new Set(["InvoiceId-C-004-C", "InvoiceId-C-005-C"]);

const { programs, folder } = await python("focus-validator", ["focus-validator==2.2.1", "pyarrow<22"]);
const backend = await startBackend({ testClock: "2026-03-03T10:00:00Z" });
try {
  const { api } = backend;
  await backend.allowSeconds();
  const gpu = await api.createGpuService();
  await api.enable(gpu.id);
  await backend.clockTo("2026-03-03T12:00:00.5Z");
  await api.disable(gpu.id);
  const bill = await fetch(`${backend.base}/api/v1/bills/2026-03?format=focus`, {
    headers: { authorization: `Bearer ${backend.key}` },
  });
  const file = join(backend.folder, "bill.csv");
  await writeFile(file, await bill.text());
  // It opens its own files relative to the folder that it is installed in.
  const { output } = await run(`${programs}/focus-validator`, [
    "--data-file", file, "--validate-version", "1.2", "--block-download",
    "--applicability-criteria", CRITERIA.join(","), "--show-violations",
  ], { cwd: `${folder}/lib/python3.12/site-packages` });
  const failures = output.split("\n").map((line) => /^\s*- ([A-Za-z]+-C-\d+-[A-Z]):?/.exec(line)?.[1]).filter(Boolean);
  const total = /Total: (\d+) \| Pass: (\d+) \| Fail: (\d+)/.exec(output);
  const unexpected = failures.filter((rule) => !CONTRADICTION.has(rule));
  if (total === null || Number(total[2]) === 0 || unexpected.length > 0 || Number(total[3]) > 1) {
    console.error(`the validator objects: ${unexpected.join(", ") || output.slice(-500)}`);
    process.exitCode = 1;
  }
} finally {
  await backend.end({ verify: true });
}
