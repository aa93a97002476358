// From a service to an estimate and back: its month opens in the calculator, and a line, a link or a document of the
// calculator fills in the form of a new service. And usage by the API key that reported it.

import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";

import { assertOutcomes, tokensUsed } from "../node/backend-tools.mjs";
import { Console, soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";
import { NewServiceView, ServiceView } from "./console-views.mjs";
import { EstimatePage } from "./estimate-support.mjs";
import { textOf } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";

/** Opens the estimate of the service that is shown: what the console says that it comes to, and the calculator. */
async function openAsEstimate(console) {
  const link = console.view.getByRole("link", { name: "Open as estimate", exact: true });
  await link.waitFor();
  assert.equal(await link.getAttribute("rel"), "noopener");
  const said = await textOf(console.view.getByText(/It comes to [0-9.]+ USD for the month\./).first());
  const [, payable] = /It comes to ([0-9.]+) USD/.exec(said);
  const [page] = await Promise.all([console.page.context().waitForEvent("page"), link.click()]);
  return { payable, calculator: new EstimatePage(page), page };
}

consoleTest("a service's month opens as an estimate, and its line makes another service", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  await api.enable(id);
  await backend.settle();
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  await new ServiceView(console).statusIs("Running");
  await console.view.getByRole("button", { name: "More", exact: true }).click();
  await console.page.getByRole("menuitem", { name: "Open as estimate" }).click();
  await console.addressIs(`/services/${id}?tab=cost&estimate=open`);

  const { payable, calculator, page } = await openAsEstimate(console);
  // From the third of March, ten o'clock, to the month's end: 2,469,600 s of one instance.
  assert.equal(payable, "535.90");
  await calculator.namesAre(["chat"]);
  await soon(async () => assert.match(await calculator.payable(), /535\.90/));

  await page.getByRole("link", { name: "Create this service" }).click();
  const other = new Console(page, stage.address);
  await other.headingIs("New service");
  const form = new NewServiceView(other);
  await soon(async () => assert.equal(await form.name.inputValue(), "chat"));
  assert.equal(await form.instances.inputValue(), "1");
  assert.ok(await other.view.getByRole("radio", { name: /^A · / }).isChecked());
  await other.view.getByText("A model: an estimate by the second names none. Choose it below.").waitFor();
  assert.equal(new URL(page.url()).hash, "", "the link is taken out of the address");
  await form.name.fill("second");
  await form.model.fill("small-8b");
  await form.make.click();
  await other.headingIs("second");
  const second = (await api.services()).find((service) => service.name === "second");
  assert.deepEqual([second.tier, second.scaling], ["A", { mode: "manual", instances: 1 }]);
  other.checkComplaints();
});

consoleTest("the load of a token service is its estimate's", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createTokenService({ name: "assistant" });
  await stage.backend.clockTo("2026-03-03T12:00:00Z");
  const event = tokensUsed({ service: id, input: 2_000_000, output: 1_000_000, time: "2026-03-03T12:00:00Z" });
  assertOutcomes(await api.send([event]), ["accepted"]);
  await stage.backend.clockTo("2026-03-04T10:00:00Z");
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=cost`);
  await console.view.getByRole("radio", { name: "24 h", exact: true }).check();
  await console.view.getByText("Tokens are summed up by the hour.").waitFor();
  await console.view.getByText("As an estimate", { exact: true }).click();
  const { payable, calculator } = await openAsEstimate(console);
  assert.notEqual(Number(payable), 0);
  await calculator.namesAre(["assistant"]);
  await soon(async () => assert.ok((await calculator.payable()).includes(payable)));
});

consoleTest("a link of several lines fills the form in from the one that is chosen", { testClock: START }, async ({ stage }) => {
  const rates = Array(24).fill("1");
  const estimate = {
    schema: "tiermeter.estimate/1",
    month: "2026-03",
    lines: [
      {
        name: "scaled", kind: "gpu_seconds", tier: "B",
        scaling: {
          mode: "automatic", minimum: 1, maximum: 6, concurrency: 4, scale_in_after_seconds: 60,
          load: { requests_per_second: rates, seconds_per_request: "2" },
          policies: [{ cron: "0 8 * * 1-5", duration_seconds: 36_000, minimum: 2 }],
        },
      },
      {
        name: "assistant", kind: "tokens", model: "large-70b", reservation: { tpm: 20_000 }, free_quota: false,
        load: { requests_per_minute: rates, input: 800, cached_input: 0, output: 200, burst_minutes: 1 },
      },
    ],
  };
  const link = `https://example.com/#e=1.d.${deflateRawSync(JSON.stringify(estimate)).toString("base64url")}`;
  const console = await stage.owner();
  await console.open("/services/new");
  const form = new NewServiceView(console);
  await console.view.getByText("From an estimate", { exact: true }).click();
  const field = console.view.getByRole("textbox", { name: "Link or JSON of an estimate" });
  await field.fill("https://example.com/");
  await console.view.getByText("This is neither a link of the calculator nor an estimate as JSON.").waitFor();
  await field.fill(link);
  const line = console.view.getByRole("combobox", { name: "Line of the estimate" });
  await line.selectOption("1");
  await soon(async () => assert.equal(await form.name.inputValue(), "assistant"));
  assert.equal(await form.model.inputValue(), "large-70b");
  await console.view.getByText("The reservation of 20,000 TPM itself: buy it on the service's page once it is made.").waitFor();
  await line.selectOption("0");
  await soon(async () => assert.equal(await form.name.inputValue(), "scaled"));
  assert.equal(await console.view.getByRole("textbox", { name: "At most", exact: true }).inputValue(), "6");
  await console.view.getByText("0 8 * * 1-5").waitFor();
  await console.checkAccess("the form filled in from an estimate");
});

consoleTest("usage is grouped by the key that reported it", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createTokenService({ name: "assistant" });
  const { key } = await api.createKey("ingest");
  const program = backend.as({ authorization: `Bearer ${key}` });
  const event = tokensUsed({ service: id, output: 1_000_000, time: START });
  assertOutcomes(await program.send([event]), ["accepted"]);
  const console = await stage.owner();
  await console.open("/usage");
  await console.view.getByLabel("Group by").selectOption("key");
  await console.addressIs("/usage?by=key");
  const row = console.view.getByRole("row").filter({ has: console.page.getByRole("rowheader", { name: /^ingest/ }) });
  await row.waitFor();
  assert.match(await textOf(row), /1,000,000 tokens.*2\.7/);
});
