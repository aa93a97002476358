// Parts of the page that come from files: code, examples, list prices, and what the element offers.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { escaped, marked } from "./texts.mjs";

/** The files that are shown of each example, the one that matters first. */
const EXAMPLES = {
  html: ["index.html", "main.js"],
  react: ["calculator.tsx", "elements.d.ts", "main.tsx", "worked-example.ts", "package.json"],
  vue: ["App.vue", "main.js", "worked-example.js", "vite.config.js", "package.json"],
  svelte: ["App.svelte", "main.js", "worked-example.js", "vite.config.js", "package.json"],
  node: ["price.js", "columns.js", "service.js", "package.json"],
};

/** A text to be read and copied. */
export function codeBlock(texts, { id, name, text, isHeading = false }) {
  const copy = texts.take("copy");
  const button = `<button class="quiet needs-script" type="button" data-copy="${id}" data-name="${name}" data-copied="${texts.take("copied")}" data-selected="${texts.take("selected")}"><span data-words>${copy}</span> <span class="visually-hidden">${name}</span></button>`;
  const tag = isHeading ? "h3" : "p";
  const head = `<div class="head"><${tag}>${name}</${tag}>${button}</div>`;
  const hidden = text === undefined ? " hidden" : "";
  // Focusable, as it can be scrolled.
  const code = `<pre tabindex="0" role="group" aria-label="${name}"><code id="${id}">${escaped(text ?? "")}</code></pre>`;
  return `<div id="${id}-block" class="block"${hidden}>${head}${code}</div>`;
}

/** Every example with its files, as they lie in the folder. */
export async function examples(texts, folder) {
  const panels = Object.entries(EXAMPLES).map(async ([name, files]) => {
    const blocks = files.map(async (file) => {
      const text = await readFile(join(folder, name, file), "utf8");
      const id = `example-${name}-${file.replaceAll(".", "-").toLowerCase()}`;
      return codeBlock(texts, { id, name: file, text: text.trimEnd() });
    });
    const heading = `<h3>${texts.take(`example_${name}`)}</h3>`;
    return `<section id="example-${name}" class="tab-panel">${heading}${(await Promise.all(blocks)).join("\n")}</section>`;
  });
  return (await Promise.all(panels)).join("\n");
}

/** The tiers, for choice. */
export function tierOptions(prices) {
  return prices.map(({ code, name }) => `<option value="${escaped(code)}">${escaped(`${code} ${name}`)}</option>`).join("");
}

/** The list prices, for readers without scripts. */
export function priceTable({ caption, prices }) {
  const rows = prices.map(
    ({ code, name, price }) => `<tr><th scope="row">${escaped(`${code} ${name}`)}</th><td>${escaped(price)}</td></tr>`,
  );
  return `<table lang="en"><caption>${escaped(caption)}</caption>${rows.join("")}</table>`;
}

/** What the element offers, as its manifest says. */
export function reference(texts, { modules }) {
  const element = modules[0].declarations[0];
  const members = element.members.map(({ kind, name, ...more }) => ({ ...more, name: kind === "method" ? `${name}()` : name }));
  const slots = element.slots.map((slot) => ({ ...slot, label: slot.name || texts.take("reference_default_slot") }));
  return [
    table(texts, "attributes", element.attributes),
    table(texts, "members", members),
    table(texts, "events", element.events),
    table(texts, "slots", slots),
    table(texts, "properties", element.cssProperties),
    table(texts, "parts", element.cssParts),
  ].join("\n");
}

function table(texts, kind, entries) {
  const title = texts.take(`reference_${kind}`);
  const head = ["name", "meaning"].map((name) => `<th scope="col">${texts.take(`reference_${name}`)}</th>`).join("");
  const rows = entries.map(({ name, label = escaped(name), type, description }) => {
    const typed = type === undefined ? "" : ` <span class="hint">${escaped(type.text)}</span>`;
    return `<tr><th scope="row"><code>${label}</code>${typed}</th><td lang="en">${marked(description)}</td></tr>`;
  });
  return `<details><summary>${title}</summary><div class="scroller"><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div></details>`;
}
