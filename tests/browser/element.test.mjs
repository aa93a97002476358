// <tiermeter-calculator> in Chromium, as other people's pages embed it: from the built module, under a strict policy.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";

import {
  BOOK,
  estimateOf,
  lineOf,
  pageOf,
  PLAIN,
  PRICE_TABLE,
  SEVERAL,
  setStage,
  STRICT_POLICY,
} from "./element-support.mjs";
import { eventually, textOf } from "./support.mjs";

const MANIFEST = new URL("../../pkg/custom-elements.json", import.meta.url);

const stage = setStage();
const { onPage, open } = stage;

describe("the module", () => {
  test("is imported without a DOM, twice, and defines nothing", async () => {
    const address =
      process.env.TIERMETER_MODULE === undefined
        ? new URL("../../pkg/dist/element.js", import.meta.url)
        : `${process.env.TIERMETER_MODULE}element.js`;
    const first = await import(address);
    const second = await import(`${address}?again`);
    assert.equal(typeof first.TiermeterCalculator, "function");
    assert.notEqual(first, second);
    assert.equal(globalThis.customElements, undefined);
  });

  onPage("defines the element once, however often it is imported", {}, async (page, window) => {
    stage.host.serve("/twice.js", { body: 'import "/module/element.js?other"; globalThis.imported = true;' });
    const html = PLAIN.replace("</head>", '<script type="module" src="/twice.js"></script></head>');
    await window.goto(stage.host.serve("/twice.html", { body: html, policy: STRICT_POLICY }));
    await page.isReady();
    await window.waitForFunction(() => globalThis.imported);
    await page.figureShows("$581.21");
  });

  onPage(
    "is what its manifest says",
    { html: pageOf(`<tiermeter-calculator>${PRICE_TABLE}</tiermeter-calculator>`) },
    async (page) => {
      const manifest = JSON.parse(await readFile(MANIFEST, "utf8"));
      const { declarations, exports } = manifest.modules[0];
      const [declared] = declarations;
      assert.deepEqual(
        exports.map(({ kind }) => kind),
        ["js", "custom-element-definition"],
      );
      await page.on((element, estimate) => {
        element.value = estimate;
      }, SEVERAL);
      const found = await page.on((element) => {
        const inherited = new Set([
          "constructor",
          "connectedCallback",
          "disconnectedCallback",
          "adoptedCallback",
          "attributeChangedCallback",
          "formDisabledCallback",
          "formResetCallback",
          "formStateRestoreCallback",
        ]);
        const own = Object.entries(Object.getOwnPropertyDescriptors(element.constructor.prototype)).filter(
          ([name]) => !inherited.has(name),
        );
        const rules = [...element.shadowRoot.adoptedStyleSheets]
          .flatMap((sheet) => [...sheet.cssRules])
          .map((rule) => rule.cssText)
          .join("\n");
        return {
          tag: element.localName,
          className: element.constructor.name,
          observed: element.constructor.observedAttributes,
          members: own
            .map(([name, { value, set }]) => `${name} ${value ? "method" : set ? "field" : "readonly field"}`)
            .sort(),
          slots: [...element.shadowRoot.querySelectorAll("slot")].map(({ name }) => name).sort(),
          parts: [
            ...new Set([...element.shadowRoot.querySelectorAll("[part]")].flatMap(({ part }) => [...part])),
          ].sort(),
          properties: [...new Set(rules.match(/--tiermeter-[a-z-]+/g))].sort(),
        };
      });
      const names = (list) => list.map(({ name }) => name).sort();
      assert.equal(found.tag, declared.tagName);
      // The rest is the platform's (name, disabled) or the style sheet's (theme).
      assert.deepEqual([...found.observed, "theme", "disabled", "name"].sort(), names(declared.attributes));
      assert.deepEqual(
        found.members,
        declared.members.map(({ name, kind, readonly }) => `${name} ${readonly ? "readonly " : ""}${kind}`).sort(),
      );
      assert.deepEqual(found.slots, names(declared.slots));
      assert.deepEqual(found.parts, names(declared.cssParts));
      assert.deepEqual(found.properties, names(declared.cssProperties));
    },
  );
});

describe("attributes", () => {
  onPage("make the estimate", {}, async (page) => {
    for (const [attributes, estimate, figure] of [
      ["", estimateOf("A", 1), "$581.21"],
      ['tier="B" instances="3" hours="100"', estimateOf("B", 3, "2026-03-05T04:00:00Z"), "$237.60"],
      ['hours="0.00002"', estimateOf("A", 1, "2026-03-01T00:00:00.072Z"), "$0.00"],
      ['hours="1.1"', estimateOf("A", 1, "2026-03-01T01:06:00Z"), "$0.86"],
      ['hours="743.9999975"', estimateOf("A", 1, "2026-03-31T23:59:59.991Z"), "$581.21"],
      ['hours="12:30"', estimateOf("A", 1, "2026-03-01T12:30:00Z"), "$9.77"],
      ['hours="0:20:00.001"', estimateOf("A", 1, "2026-03-01T00:20:00.001Z"), "$0.26"],
      ['hours="744"', estimateOf("A", 1), "$581.21"],
      ['instances="0"', estimateOf("A", 0), "$0.00"],
      ['instances="1000" tier="C" currency-display="code"', estimateOf("C", 1000), "USD 669,600.00"],
      [
        'hours="\uFF11\uFF12\uFF0E\uFF15" currency-display="name"',
        estimateOf("A", 1, "2026-03-01T12:30:00Z"),
        "9.77 US dollars",
      ],
    ]) {
      await page.show(`<tiermeter-calculator ${attributes}></tiermeter-calculator>`);
      assert.deepEqual(await page.value(), estimate, attributes);
      await page.figureShows(figure);
      assert.deepEqual(await page.events(), ["tiermeter-ready"]);
    }
  });

  onPage(
    "take the month's place and length from the price book's offset",
    { html: pageOf('<tiermeter-calculator month="2024-02" price-book="/book.json"></tiermeter-calculator>') },
    async (page) => {
      const value = await page.value();
      assert.deepEqual(value.lines, [lineOf("GPU instances", "X", 1, "2024-01-31T16:00:00Z")]);
      assert.equal((await page.settlement()).bills[0].exact_total, "25056");
      assert.equal(await page.hours.inputValue(), "696");
    },
  );

  onPage("change what is calculated, one field at a time, and tell nobody what the page knows", {}, async (page) => {
    const set = (name, value) =>
      page.on(
        (element, [name, value]) =>
          value === null ? element.removeAttribute(name) : element.setAttribute(name, value),
        [name, value],
      );
    await page.events();
    await set("hours", "10");
    await set("tier", "C");
    assert.deepEqual(await page.value(), estimateOf("C", 1, "2026-03-01T10:00:00Z"));
    await page.instances.fill("5");
    await set("tier", null);
    assert.deepEqual(await page.value(), estimateOf("A", 5, "2026-03-01T10:00:00Z"));
    await set("hours", null);
    await set("month", "2026-02");
    assert.equal((await page.value()).lines[0].scaling.steps[0].from, "2026-02-01T00:00:00Z");
    await page.figureShows("$2,624.83");
    assert.deepEqual(await page.events(), ["tiermeter-change"]);
    await set("hours", "no");
    assert.deepEqual(await page.events(), ["tiermeter-error malformed /lines/0/scaling/steps/1/from"]);
    await page.figureShows("$2,624.83");
  });

  onPage("that are wrong show no amount", {}, async (page) => {
    for (const [attributes, complaint, words] of [
      ['tier="Z"', "unknown_tier /lines/0/tier", "This price book has no tier “Z”."],
      ['instances="1001"', "out_of_range /lines/0/scaling/steps/0/instances", "Enter a whole number from 0 to 1,000."],
      ['instances="1.5"', "malformed /lines/0/scaling/steps/0/instances", "Enter a whole number from 0 to 1,000."],
      [
        'hours="ten"',
        "malformed /lines/0/scaling/steps/1/from",
        "Enter hours as 12.5, or with minutes and seconds as 12:30:00.",
      ],
      ['hours="0"', "out_of_range /lines/0/scaling/steps/1/from", "Enter more than 0 and at most 744 hours."],
      ['hours="744.01"', "out_of_range /lines/0/scaling/steps/1/from", "Enter more than 0 and at most 744 hours."],
      [
        'hours="0.3333333"',
        "malformed /lines/0/scaling/steps/1/from",
        "These hours are no whole number of milliseconds.",
      ],
      ['month="2026-13"', "malformed /month", "Enter a month from 1970-02 to 2199-11, such as 2026-03."],
      ['month="1969-12"', "malformed /month", "Enter a month from 1970-02 to 2199-11, such as 2026-03."],
    ]) {
      await page.show(`<form><tiermeter-calculator name="estimate" ${attributes}></tiermeter-calculator></form>`);
      assert.deepEqual(await page.events(), ["tiermeter-ready", `tiermeter-error ${complaint}`]);
      const found = await page.on((element) => [
        element.value,
        element.settlement,
        new FormData(element.form).get("estimate"),
        element.checkValidity(),
      ]);
      assert.deepEqual(found, [null, null, null, false], attributes);
      await page.figureShows("–");
      await page.partShows("error", words);
    }
  });

  onPage(
    "that are wrong are put right in the field",
    { html: pageOf('<tiermeter-calculator tier="Z" hours="9000"></tiermeter-calculator>') },
    async (page) => {
      await page.hours.fill("1");
      await page.figureShows("–");
      await page.tier("B").check();
      await page.figureShows("$0.79");
      assert.equal((await page.events()).at(-1), "tiermeter-change");
      assert.ok(await page.on((element) => element.checkValidity()));
    },
  );
});

describe("value", () => {
  test("takes every estimate of the vectors and settles it as they say", async () => {
    const vectors = JSON.parse(await readFile(new URL("../vectors/estimates.json", import.meta.url), "utf8"));
    const page = await open(PLAIN);
    for (const { name, price_book: bookName, estimate, expected, refused } of vectors.cases) {
      const priceBook = typeof bookName === "string" ? vectors.price_books[bookName] : bookName;
      const found = await page.on(
        (element, [priceBook, estimate]) => {
          try {
            element.reset();
            element.priceBook = priceBook;
            element.value = estimate;
            return { expected: element.settlement, value: element.value };
          } catch (error) {
            return { refused: { code: error.code, path: error.path } };
          }
        },
        [priceBook, estimate],
      );
      assert.deepEqual(found, refused === undefined ? { expected, value: estimate } : { refused }, name);
    }
    await page.close();
  });

  onPage("that is refused is thrown with code and path, and changes nothing", {}, async (page) => {
    await page.on(
      (element, estimate) => {
        element.value = estimate;
      },
      estimateOf("B", 2, "2026-03-02T00:00:00Z"),
    );
    await page.events();
    const faults = await page.on(
      async (element, good) => {
        const { TiermeterError } = await import("/module/error.js");
        const changed = (change) => change(structuredClone(good)) ?? null;
        const cyclic = structuredClone(good);
        cyclic.lines[0].scaling = cyclic;
        const trap = structuredClone(good);
        Object.defineProperty(trap, "month", {
          enumerable: true,
          get() {
            throw new Error("no month today");
          },
        });
        const wrong = {
          text: "estimate",
          number: 7,
          "empty object": {},
          date: changed((estimate) => ({ ...estimate, month: new Date() })),
          bigint: changed((estimate) => ({ ...estimate, month: 3n })),
          function: changed((estimate) => ({ ...estimate, month: () => "2026-03" })),
          cyclic,
          trap,
          huge: changed((estimate) => ({ ...estimate, lines: new Array(4e9) })),
          tier: changed((estimate) => {
            estimate.lines[0].tier = "Z";
            return estimate;
          }),
          unknown: changed((estimate) => ({ ...estimate, price: "0" })),
        };
        return Object.entries(wrong).map(([name, value]) => {
          try {
            element.value = value;
            return `${name}: taken`;
          } catch (error) {
            return `${name}: ${error instanceof TiermeterError} ${error.code} ${error.path}`;
          }
        });
      },
      estimateOf("B", 2, "2026-03-02T00:00:00Z"),
    );
    assert.deepEqual(faults, [
      "text: true malformed ",
      "number: true malformed ",
      "empty object: true malformed /schema",
      "date: true malformed /month",
      "bigint: true malformed /month",
      "function: true malformed /month",
      "cyclic: true malformed /lines/0/scaling",
      "trap: true malformed /month",
      "huge: true malformed /lines",
      "tier: true unknown_tier /lines/0/tier",
      "unknown: true malformed /price",
    ]);
    assert.deepEqual(await page.value(), estimateOf("B", 2, "2026-03-02T00:00:00Z"));
    assert.equal(await page.instances.inputValue(), "2");
    await page.figureShows("$38.02");
    assert.deepEqual(await page.events(), []);
  });

  onPage("is a copy, comes back whole from JSON, and null brings back the attributes", {}, async (page) => {
    const [round, kept] = await page.on((element, several) => {
      element.value = several;
      several.lines.length = 0;
      element.value.lines[0].name = "other";
      element.settlement.bills.length = 0;
      element.priceBook.gpu_tiers.length = 0;
      return [JSON.parse(JSON.stringify(element)), element.settlement.bills.length];
    }, SEVERAL);
    assert.deepEqual(round, SEVERAL);
    assert.equal(kept, 1);
    await page.on((element) => {
      element.value = null;
    });
    assert.deepEqual(await page.value(), estimateOf("A", 1));
  });

  const early = pageOf("<tiermeter-calculator></tiermeter-calculator>", { script: false });
  onPage(
    "can be set before there is a class, and before there is a core",
    { html: early, waits: false },
    async (page) => {
      await page.on(
        (element, [value, book]) => {
          element.value = value;
          element.priceBook = book;
        },
        [estimateOf("X", 1, "2026-03-01T01:00:00Z"), BOOK],
      );
      stage.host.serve("/late.js", {
        body: 'import "/module/element.js"; const made = document.createElement("tiermeter-calculator"); made.value = { schema: "tiermeter.estimate/1", month: "2026-03", lines: [] }; document.querySelector("main").append(made);',
      });
      await page.page.evaluate(() => {
        const script = document.createElement("script");
        script.type = "module";
        script.src = "/late.js";
        document.head.append(script);
      });
      await page.page.waitForFunction(() => document.querySelectorAll("tiermeter-calculator").length === 2);
      await page.isReady();
      await page.figureShows("€36.00");
      assert.deepEqual(await page.value(), estimateOf("X", 1, "2026-03-01T01:00:00Z"));
      await page.figureShows("$0.00", page.page.locator("tiermeter-calculator").nth(1));
      await page.partShows("exact", "EUR payable, which is the exact total.");
    },
  );

  onPage("that waited and is refused gives way to the attributes", { html: early, waits: false }, async (page) => {
    await page.on((element) => {
      element.value = { schema: "tiermeter.estimate/1", month: "never", lines: [] };
    });
    await page.page.evaluate(() => {
      const script = document.createElement("script");
      script.type = "module";
      script.src = "/module/element.js";
      document.head.append(script);
    });
    await page.isReady();
    assert.deepEqual(await page.events(), ["tiermeter-ready", "tiermeter-error malformed /month"]);
    await page.figureShows("$581.21");
  });
});

describe("the fields", () => {
  onPage("change the estimate and tell it in exact texts", {}, async (page, window) => {
    await page.tier("C").check();
    await page.instances.fill("3");
    await page.hours.fill("12.5");
    await page.figureShows("$33.75");
    const seen = await window.evaluate(() =>
      globalThis.seen.splice(0).filter(({ type }) => type === "tiermeter-change"),
    );
    assert.equal(seen.length, 3);
    assert.ok(seen.every(({ composed }) => composed));
    assert.deepEqual(seen[2].detail, {
      value: estimateOf("C", 3, "2026-03-01T12:30:00Z"),
      settlement: {
        currency: "USD",
        bills: [
          {
            month: "2026-03",
            lines: [
              {
                service: "line-1",
                item: "gpu_seconds",
                tier: "C",
                unit_price: "0.00025",
                per: 1,
                quantity: "135000",
                amount: "33.75",
              },
            ],
            exact_total: "33.75",
            payable: "33.75",
            rounding: "0",
          },
        ],
      },
    });
    await page.partShows("lines", "GPU seconds tier C 135,000 s × 0.00025 33.75");
    await page.partShows("exact", "USD payable, which is the exact total.");
    await page.hours.fill("12.51");
    await page.partShows("exact", "USD payable. The exact total is 33.777, rounded once by +0.003.");
  });

  onPage("are stepped from the keyboard, by buttons and by the slider", {}, async (page, window) => {
    await page.hours.fill("12:30:00.5");
    for (const [key, text] of [
      ["ArrowUp", "13:30:00.500"],
      ["PageUp", "37:30:00.500"],
      ["PageDown", "13:30:00.500"],
      ["ArrowDown", "12:30:00.500"],
    ]) {
      await page.hours.press(key);
      assert.equal(await page.hours.inputValue(), text);
    }
    for (const [typed, text] of [
      ["12.75", "13.75"],
      ["0.0000025", "1.0000025"],
      ["0:20", "1:20:00"],
      ["0:36:00", "1.6"],
      ["743.5", "744"],
    ]) {
      await page.hours.fill(typed);
      await page.hours.press("ArrowUp");
      assert.equal(await page.hours.inputValue(), text);
    }
    await page.hours.fill("0.5");
    await page.hours.press("ArrowDown");
    assert.equal(await page.hours.inputValue(), "0.5");
    await page.instances.press("PageUp");
    await page.instances.press("ArrowUp");
    assert.equal(await page.instances.inputValue(), "12");
    await page.element.getByRole("button", { name: "One instance fewer" }).click();
    await page.element.getByRole("button", { name: "The month before" }).click();
    assert.equal(await page.month.inputValue(), "2026-02");
    await page.slider.fill("100");
    assert.deepEqual((await page.value()).lines, [
      lineOf("GPU instances", "A", 11, "2026-02-01T00:00:00Z", "2026-02-05T04:00:00Z"),
    ]);
    await page.slider.press("End");
    assert.equal(await page.hours.inputValue(), "672");
    await page.slider.press("Home");
    assert.equal(await page.hours.inputValue(), "1");
    await window.keyboard.press("Shift+Tab");
    assert.equal(await page.on((element) => element.shadowRoot.activeElement.id), "hours");
  });

  onPage("keep a whole month whole, and a stretch its place and length", {}, async (page) => {
    await page.month.fill("2024-02");
    assert.equal(await page.hours.inputValue(), "696");
    await page.on(
      (element, estimate) => {
        element.value = estimate;
      },
      estimateOf("A", 1, "2026-03-31T12:00:00Z", "2026-03-30T12:00:00Z"),
    );
    assert.equal(await page.hours.inputValue(), "24");
    await page.month.fill("2026-04");
    assert.deepEqual((await page.value()).lines[0].scaling.steps, [{ from: "2026-04-30T12:00:00Z", instances: 1 }]);
    assert.equal(await page.hours.inputValue(), "12");
    await page.month.fill("2026-02");
    assert.equal((await page.value()).lines[0].scaling.steps[0].from, "2026-02-01T00:00:00Z");
  });

  onPage("say what is wrong, at the field and aloud, and keep the last valid amounts", {}, async (page, window) => {
    await page.events();
    await page.hours.fill("745");
    assert.equal(await page.hours.getAttribute("aria-invalid"), "true");
    const described = page.element.locator(`#${await page.hours.getAttribute("aria-describedby")}`);
    assert.equal(await textOf(described), "Enter more than 0 and at most 744 hours.");
    await page.figureShows("$581.21");
    await page.partShows("error", "The marked field is not counted. The amounts are of its last valid entry.");
    const status = page.element.getByRole("status");
    await eventually(async () => assert.equal(await status.textContent(), "Enter more than 0 and at most 744 hours."));
    assert.deepEqual(await page.events(), ["tiermeter-error out_of_range /lines/0/scaling/steps/1/from"]);
    await window.keyboard.press("Tab");
    assert.equal(await page.hours.inputValue(), "745");
    await page.instances.fill("2");
    await page.figureShows("$1,162.43");
    assert.equal(await page.hours.getAttribute("aria-invalid"), "true");
    await page.hours.fill("744.0");
    assert.equal(await page.hours.getAttribute("aria-invalid"), null);
    assert.equal(await page.hours.getAttribute("aria-describedby"), null);
    await page.hours.press("Tab");
    assert.equal(await page.hours.inputValue(), "744");
    await eventually(async () =>
      assert.equal(await status.textContent(), "1,162.43 US dollars payable in March 2026."),
    );
    assert.equal(await page.on((element) => element.shadowRoot.querySelectorAll("[aria-invalid]").length), 0);
  });

  onPage(
    "are shown and not edited where that is wanted",
    { html: pageOf("<tiermeter-calculator readonly></tiermeter-calculator>") },
    async (page) => {
      await page.events();
      assert.equal(await page.hours.getAttribute("readonly"), "");
      assert.ok(await page.tier("B").isDisabled());
      assert.ok(await page.slider.isDisabled());
      assert.equal(await page.element.getByRole("button", { name: "One hour more" }).count(), 0);
      await page.hours.press("ArrowDown");
      await page.hours.focus();
      await page.page.keyboard.type("9");
      assert.equal(await page.hours.inputValue(), "744");
      assert.deepEqual(await page.events(), []);
      await page.on((element) => element.removeAttribute("readonly"));
      await page.hours.press("ArrowDown");
      assert.equal(await page.hours.inputValue(), "743");
    },
  );
});

describe("several lines", () => {
  onPage("are shown with their names and amounts, and edited where they are one stretch", {}, async (page) => {
    await page.on((element, estimate) => {
      element.value = estimate;
    }, SEVERAL);
    await page.partShows("lines", "office tier B · weekly hours GPU seconds 4,816,800 s × 0.00022 1,059.696");
    await page.partShows("lines", "chat tier A · steps edited above GPU seconds 1,735,200 s × 0.000217 376.5384");
    await page.partShows(
      "lines",
      "Small 8B · billed by token sample prices Reserved tokens a minute 14,880 kTPM hours × 0.0035 52.08",
    );
    await page.partShows("lines", "Exact total 1,747.5144");
    await page.partShows("note", "Sample prices are not published prices");
    await page.partShows("note", "needs an Enterprise plan and a place on the beta allowlist");
    await page.partShows("source", "Published list prices, read November 21, 2026. Amounts are exact.");
    assert.equal(await page.on((element) => element.shadowRoot.querySelectorAll("img").length), 0);
    assert.equal(
      await page.on((element) => element.shadowRoot.querySelectorAll("bdi.line-name")[2].textContent),
      SEVERAL.lines[2].name,
    );
    assert.equal(await page.hours.inputValue(), "241");
    await page.element.getByRole("button", { name: "Edit batch" }).click();
    assert.equal(await page.hours.inputValue(), "288");
    assert.ok(await page.tier("C").isChecked());
    assert.equal(await page.on((element) => element.shadowRoot.activeElement.value), "C");
    await page.instances.fill("2");
    const value = await page.value();
    assert.deepEqual(value.lines.slice(0, 3), SEVERAL.lines.slice(0, 3));
    assert.equal(value.lines[3].scaling.steps[0].instances, 2);
  });

  onPage("of which none is one stretch have no fields but the month", {}, async (page) => {
    await page.on(
      (element, estimate) => {
        element.value = estimate;
      },
      { ...SEVERAL, lines: SEVERAL.lines.slice(0, 1) },
    );
    assert.equal(await page.hours.isVisible(), false);
    assert.equal(await page.slider.count(), 0);
    await page.month.press("ArrowUp");
    assert.equal((await page.settlement()).bills[0].month, "2026-04");
    await page.on((element) => element.setAttribute("tier", "C"));
    assert.equal((await page.value()).lines[0].tier, "B");
    await page.on((element) => element.reset());
    assert.deepEqual((await page.value()).lines[0].tier, "C");
  });
});
