// Pictures of every view, wide, on a tablet and on a phone, in both themes: written into docs/pictures where
// TIERMETER_PICTURES=1 asks for them, to be looked at and kept.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { addresses, furnish, FURNISHED_FROM } from "./console-furniture.mjs";
import { consoleTest } from "./console-support.mjs";
import { ServicesView, ServiceView } from "./console-views.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const SIZES = [[390, 844], [768, 1024], [1440, 900]];
/** March is issued on 2 April, due a day later. */
const TERMS = { testClock: "2026-03-30T10:00:00Z", flags: ["--payment-terms-days", "1"], timeout: 120_000 };
const skip = process.env.TIERMETER_PICTURES === "1" ? false : "only where TIERMETER_PICTURES=1 asks for them";

for (const theme of ["light", "dark"]) {
  for (const [width, height] of SIZES) {
    consoleTest(`pictures, ${theme}, ${width} wide`, { testClock: FURNISHED_FROM, timeout: 120_000, skip }, async ({ stage, backend, api }) => {
      await mkdir(FOLDER, { recursive: true });
      const ids = await furnish(backend, api);
      const console = await stage.owner({ theme, width, height });
      for (const [name, path] of addresses(ids)) {
        await console.open(path);
        await console.isLive();
        await console.page.screenshot({ path: join(FOLDER, `console-${name}-${width}-${theme}.png`), fullPage: true });
      }
    });

    consoleTest(`pictures of what is seen now and then, ${theme}, ${width} wide`, { ...TERMS, skip }, async ({ stage, backend, api }) => {
      await mkdir(FOLDER, { recursive: true });
      const ids = [];
      for (const name of ["alpha", "beta", "gamma"]) {
        ids.push((await api.createGpuService({ name })).id);
        await api.enable(ids.at(-1));
      }
      await backend.settle();
      const console = await stage.owner({ theme, width, height });
      // A dialog lies above a view that may be longer than what is seen of it.
      const keep = (name, options) => console.page.screenshot({ path: join(FOLDER, `console-${name}-${width}-${theme}.png`), ...options });

      await console.open(`/services/${ids[0]}`);
      await new ServiceView(console).disable.click();
      await console.effectShows(await console.dialog("Disable alpha"), [["Status", "Running → Stopped (by hand)"]]);
      await keep("dialog");

      await console.open("/services?type=custom");
      const services = new ServicesView(console);
      await services.shows(["alpha", "beta", "gamma"]);
      await services.everything.click();
      await services.selection.getByRole("button", { name: "Disable", exact: true }).click();
      const many = await console.dialog("Disable 3 services");
      await many.getByText("3 will change.", { exact: true }).waitFor();
      await api.disable(ids[1]);
      console.expectRefusals(412);
      await many.getByRole("button", { name: "Disable 3 services" }).click();
      await many.getByText("2 of 3 done, 1 not.", { exact: true }).first().waitFor();
      await keep("results");
      await api.enable(ids[2]);
      await backend.settle();

      await backend.clockTo("2026-04-03T10:00:00Z");
      await console.open("");
      await console.view.getByRole("alert").filter({ hasText: "Payment is overdue" }).waitFor();
      await keep("overdue", { fullPage: true });

      await console.open("/services?q=nothing-like-this");
      await console.view.getByText("Nothing matches the filter").first().waitFor();
      await keep("no-match");

      const visitor = await stage.visitor({ theme, width, height });
      await visitor.page.goto(`${stage.address}/console`);
      await visitor.isSignedOut();
      await visitor.page.screenshot({ path: join(FOLDER, `console-signed-out-${width}-${theme}.png`) });
    });
  }
}
