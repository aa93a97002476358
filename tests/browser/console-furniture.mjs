// An account with something of everything, for looking at every view: services in every state, a bill that was issued,
// one that is open, payments, reservations, keys.

import { assertOutcomes, runStarted, runStopped, tokensUsed } from "../node/backend-tools.mjs";

/** Where the clock begins; it ends some days into April. */
export const FURNISHED_FROM = "2026-03-24T08:00:00Z";
const LAST = "2026-04-03T09:30:00Z";
const AUTOMATIC = {
  mode: "automatic", minimum: 1, maximum: 4, concurrency: 4, scale_in_after_seconds: 300,
  policies: [{ cron: "0 8 * * 1-5", duration_seconds: 36_000, minimum: 2 }],
};

/** Furnishes the account; gives the ids of its services by name. */
export async function furnish(backend, api) {
  await api.topUp("1000");
  const ids = {};
  const add = async (make, fields) => {
    ids[fields.name] = (await make(fields)).id;
  };
  await add(api.createGpuService, { name: "Support chat", labels: { team: "customer-care", stage: "production" }, scaling: { mode: "manual", instances: 2 } });
  await add(api.createGpuService, { name: "Document reader", tier: "B", labels: { team: "back-office" }, scaling: AUTOMATIC });
  await add(api.createGpuService, { name: "Search", tier: "C", labels: { team: "web" } });
  await add(api.createTokenService, { name: "Summaries", labels: { team: "back-office" } });
  await add(api.createTokenService, { name: "Nightly digest", billing_mode: "tpm_reservation" });
  await add(api.createTokenService, { name: "Draft" });
  const free = await api.defaultService("small-8b");
  for (const id of [ids["Support chat"], ids.Search, ids.Summaries, ids["Nightly digest"], free]) {
    await api.enable(id);
  }
  await backend.settle();
  await api.reserve(ids["Nightly digest"], { tpm: 20_000, until: null });

  const used = (service, fields) => tokensUsed({ service, ...fields });
  const send = async (...events) => assertOutcomes(await api.send(events), events.map(() => "accepted"));
  await backend.clockTo("2026-03-28T09:00:00Z");
  await send(
    used(ids.Summaries, { input: 812_400, cached_input: 120_000, output: 64_100, time: "2026-03-27T10:00:00Z" }),
    used(ids.Summaries, { input: 402_000, output: 31_000, time: "2026-03-28T08:00:00Z" }),
    used(free, { model: "small-8b", input: 640_000, output: 12_000, time: "2026-03-28T08:30:00Z" }),
    runStarted({ service: ids["Document reader"], instance: "elsewhere-1", tier: "B", time: "2026-03-26T08:00:00Z" }),
    runStopped({ service: ids["Document reader"], instance: "elsewhere-1", tier: "B", time: "2026-03-26T18:00:00Z" }),
  );
  await api.disable(ids.Search);
  await backend.clockTo("2026-04-03T08:00:00Z");
  await send(
    used(ids.Summaries, { input: 90_000, output: 8_000, time: "2026-03-30T08:00:00Z" }),
    used(ids.Summaries, { input: 510_000, output: 40_000, time: "2026-04-02T08:00:00Z" }),
  );
  await api.enable(ids["Document reader"]);
  await backend.settle();
  await api.createKey("deployment");
  await backend.clockTo(LAST);
  return ids;
}

/** Every address of the console that shows something of its own, with what its picture is called. */
export function addresses(ids) {
  const chat = `/services/${ids["Support chat"]}`;
  return [
    ["overview", ""],
    ["models", "/models"],
    ["services", "/services"],
    ["new-service", "/services/new"],
    ["service", chat],
    ["service-cost", `${chat}?tab=cost`],
    ["service-scaling", `/services/${ids["Document reader"]}?tab=scaling`],
    ["service-billing", `/services/${ids["Nightly digest"]}?tab=billing`],
    ["service-settings", `${chat}?tab=settings`],
    ["usage", "/usage"],
    ["bills", "/bills"],
    ["bill", "/bills/2026-03"],
    ["account", "/account"],
    ["api-keys", "/api-keys"],
  ];
}
