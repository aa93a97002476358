// Choices as the text that somebody else's page takes.
import type { Choices } from "./choices.js";
import { COLOURS } from "./colours.js";

/** What the text names that is not chosen. */
export interface Site {
  /** The address of the element's script. */
  address: string;
  /** Its hash. */
  integrity: string;
  /** The price table, for readers without scripts. */
  caption: string;
  prices: { code: string; name: string; price: string }[];
}

/** A text of the snippet; `undefined` where it is not needed. */
export interface Snippet {
  install: string | undefined;
  script: string | undefined;
  html: string;
  css: string;
}

/** The attributes that stand for the choices, in the order in which they are written. */
export function attributesOf(choices: Choices): [name: string, value: string | true][] {
  const { tier, instances, hours, month, lang, theme, display, readonly, lazy, book } = choices;
  const attributes: [string, string | boolean][] = [
    ["tier", tier],
    ["instances", instances],
    ["hours", hours],
    ["month", month],
    ["lang", lang],
    ["theme", theme],
    ["currency-display", display],
    ["price-book", book],
    ["readonly", readonly],
    ["lazy", lazy],
  ];
  return attributes.filter((attribute): attribute is [string, string | true] => attribute[1] !== "" && attribute[1] !== false);
}

/** What is to be copied. */
export function snippetOf(choices: Choices, site: Site): Snippet {
  const isFromSite = choices.from === "site";
  return {
    install: isFromSite ? undefined : "npm install tiermeter",
    script: isFromSite ? undefined : 'import "tiermeter/element";',
    html: [...(isFromSite ? [scriptTag(choices, site)] : []), tag(choices, site)].join("\n"),
    css: styles(choices),
  };
}

function scriptTag({ pinned }: Choices, { address, integrity }: Site): string {
  const attributes = [`src="${escaped(address)}"`, ...(pinned ? [`integrity="${escaped(integrity)}"`, "crossorigin"] : [])];
  return `<script type="module" ${attributes.join("\n        ")}></script>`;
}

function tag(choices: Choices, { caption, prices }: Site): string {
  const attributes = attributesOf(choices).map(([name, value]) => (value === true ? name : `${name}="${escaped(value)}"`));
  const opening = `<${["tiermeter-calculator", ...attributes].join(" ")}>`;
  // The list prices are those of the bundled price book.
  if (!choices.table || choices.book !== "") {
    return `${opening}</tiermeter-calculator>`;
  }
  const rows = prices.map(
    ({ code, name, price }) => `    <tr><th scope="row">${escaped(`${code} ${name}`)}</th><td>${escaped(price)}</td></tr>`,
  );
  const table = ["  <table>", `    <caption>${escaped(caption)}</caption>`, ...rows, "  </table>"];
  return [opening, ...table, "</tiermeter-calculator>"].join("\n");
}

/** Room that is the same before and after the element is there, and the colours. */
function styles({ colours }: Choices): string {
  const room = `tiermeter-calculator { --tiermeter-min-block-size: 51em; }
@media (min-width: 52em) {
  tiermeter-calculator { --tiermeter-min-block-size: 28em; }
}
tiermeter-calculator:not(:defined) {
  display: flow-root;
  font-size: medium;
  min-block-size: calc(var(--tiermeter-min-block-size) + 2px);
}`;
  const properties = Object.entries(COLOURS[colours]).map(([name, value]) => `  ${name}: ${value};`);
  return properties.length === 0 ? room : [room, "tiermeter-calculator {", ...properties, "}"].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
