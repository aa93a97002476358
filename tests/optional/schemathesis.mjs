// Optional: schemathesis calls every operation of the OpenAPI document with thousands of made-up requests. No answer
// may be of status 500 or above, and each must be as the document says.
//
// It needs Python 3.12. Run it by `TIERMETER_BINARY=target/debug/tiermeter node tests/optional/schemathesis.mjs`.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { startBackend } from "../node/backend-support.mjs";
import { python, run } from "./support.mjs";

const EXAMPLES_OF_AN_OPERATION = 100;
const CONFIGURATION = `
[checks]
# A cron, a minimum above its maximum, the 30th of February: what a schema can't say is refused all the same.
positive_data_acceptance.enabled = false
# A change without If-Match is answered with 428, and with a stale one with 412 (RFC 6585).
missing_required_header.expected-statuses = [400, 401, 403, 406, 422, 428]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 415, 422, 428, 429, 503]

[[operations]]
include-name = "POST /api/v1/events"
# An event that is refused stands in an answer of status 200.
checks.negative_data_rejection.enabled = false
`;

const { programs } = await python("schemathesis", ["schemathesis==4.*"]);
const backend = await startBackend();
let code;
try {
  await backend.allowSeconds();
  const configuration = join(backend.folder, "schemathesis.toml");
  await writeFile(configuration, CONFIGURATION);
  ({ code } = await run(`${programs}/schemathesis`, [
    "--config-file", configuration,
    "run", `${backend.base}/api/v1/openapi.json`,
    "--header", `Authorization: Bearer ${backend.key}`,
    "--max-examples", String(EXAMPLES_OF_AN_OPERATION),
    "--exclude-path-regex", "/stream$|/test-clock$|/session$",
    "--workers", "2",
  ]));
} finally {
  await backend.end({ verify: true });
}
process.exitCode = code;
