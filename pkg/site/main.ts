// The page that writes the snippet. Its texts are in its HTML; here is only what happens.
import { letCopy } from "./copy.js";
import { FIRST_CHOICES, keep, keptChoices, type Choices } from "./playground/choices.js";
import { ChoicesForm } from "./playground/form.js";
import { Preview } from "./playground/preview.js";
import { snippetOf, type Site } from "./playground/snippet.js";
import { makeTabs } from "./tabs.js";
import { letChooseTheme } from "./theme.js";

/** Put in their place when the page is built. */
declare const ELEMENT_ADDRESS: string;
declare const ELEMENT_INTEGRITY: string;
declare const LIST_PRICES: Pick<Site, "caption" | "prices">;

function find<Found extends HTMLElement>(selector: string): Found {
  return document.querySelector<Found>(selector)!;
}

const site: Site = { address: new URL(ELEMENT_ADDRESS, location.href).href, integrity: ELEMENT_INTEGRITY, ...LIST_PRICES };

/** Writes the snippet's texts into their places. */
function write(choices: Choices): void {
  const snippet = snippetOf(choices, site);
  for (const [name, text] of Object.entries(snippet)) {
    find(`#snippet-${name}-block`).hidden = text === undefined;
    find(`#snippet-${name}`).textContent = text ?? "";
  }
  find("#from-site").hidden = choices.from !== "site";
  find("#unpinned").hidden = choices.from !== "site" || choices.pinned;
  (find("#pinned") as HTMLInputElement).disabled = choices.from !== "site";
  (find("#table") as HTMLInputElement).disabled = choices.book !== "";
  keep(choices);
}

const form = new ChoicesForm(find("#choices"), keptChoices(), (choices) => {
  preview.show(choices);
  write(choices);
});
const preview = new Preview(
  find("#preview"),
  (start) => {
    form.fill({ ...form.choices, ...start });
    write(form.choices);
  },
  (tiers) => {
    const { tier } = form.choices;
    form.offerTiers(tiers);
    if (form.choices.tier !== tier) {
      preview.show(form.choices);
    }
    write(form.choices);
  },
);
preview.show(form.choices);
preview.listen();
write(form.choices);

find("#start-over").addEventListener("click", () => {
  form.fill(FIRST_CHOICES);
  preview.show(FIRST_CHOICES);
  preview.reset();
  write(FIRST_CHOICES);
});

for (const place of document.querySelectorAll("[data-origin]")) {
  place.textContent = location.origin;
}
letChooseTheme(find("#theme"));
letCopy(document, find("#copied"));
for (const tabs of document.querySelectorAll<HTMLElement>("[data-tabs]")) {
  makeTabs(tabs);
}
