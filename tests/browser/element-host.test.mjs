// <tiermeter-calculator> and the page around it: how it loads, the form that it stands in, the policies that it works
// under, and what it leaves behind.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import {
  BOOK,
  estimateOf,
  lineOf,
  OWN_STYLES,
  pageOf,
  PLAIN,
  PRICE_TABLE,
  setStage,
  STRICT_POLICY,
  WITH_TABLE,
} from "./element-support.mjs";
import { eventually } from "./support.mjs";

const NOT_FOUND = /status of 404/;

const stage = setStage();
const { onPage, open } = stage;

describe("loading", () => {
  test("shows the host's price table first, and moves nothing when the calculator comes", async () => {
    for (const width of [360, 900]) {
      const page = await open(WITH_TABLE, {
        width,
        height: 2000,
        policy: OWN_STYLES,
        waits: false,
        gated: true,
      });
      await page.page.getByText("The calculator is loading.").waitFor();
      await page.page.getByRole("cell", { name: "0.000217" }).waitFor();
      await page.page.getByText("Without tax.").waitFor();
      const before = await page.element.boundingBox();
      // What happens before there is a class is the host's: it can keep the place free for :not(:defined).
      const since = await page.page.evaluate(() => performance.now());
      page.open();
      await page.isReady();
      assert.deepEqual(await page.element.boundingBox(), before, `${width} px`);
      assert.equal(await page.on((element) => element.querySelector("td").checkVisibility()), false);
      await page.page.getByText("List prices", { exact: true }).click();
      await eventually(async () =>
        assert.ok(await page.on((element) => element.querySelector("td").checkVisibility())),
      );
      const shift = await page.page.evaluate(
        (since) =>
          new Promise((resolve) => {
            const moved = (list) =>
              list.getEntries().filter(({ startTime, hadRecentInput }) => startTime > since && !hadRecentInput);
            new PerformanceObserver((list) => resolve(moved(list).reduce((sum, { value }) => sum + value, 0))).observe({
              type: "layout-shift",
              buffered: true,
            });
            setTimeout(() => resolve(0), 500);
          }),
        since,
      );
      assert.equal(shift, 0, `${width} px`);
      await page.close();
    }
  });

  onPage("takes a price table that comes later", {}, async (page) => {
    const summary = page.element.getByText("List prices", { exact: true });
    assert.equal(await summary.count(), 1);
    assert.equal(await summary.isVisible(), false);
    await page.on((element) => element.append(document.createElement("table")));
    await summary.waitFor();
  });

  test("the price table is there without scripts", async () => {
    const context = await stage.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(stage.host.serve("/unscripted.html", { body: WITH_TABLE, policy: OWN_STYLES }));
    await page.getByRole("cell", { name: "0.000217" }).waitFor();
    await page.getByText("Without tax.").waitFor();
    await context.close();
  });

  const LAZY = pageOf('<svg width="10" height="3000"></svg><tiermeter-calculator lazy></tiermeter-calculator>');
  onPage("waits until it is near, where that is wanted", { html: LAZY, waits: false }, async (page, window) => {
    await window.evaluate(() => customElements.whenDefined("tiermeter-calculator"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(!page.requested.some((address) => address.endsWith(".wasm")));
    await page.on((element) => {
      element.value = { schema: "tiermeter.estimate/1", month: "2026-01", lines: [] };
    });
    await window.evaluate(() => scrollTo(0, 2000));
    await page.isReady();
    assert.equal((await page.value()).month, "2026-01");
    await page.on((element) => {
      const other = document.createElement("tiermeter-calculator");
      other.setAttribute("lazy", "");
      element.before(other);
      other.remove();
      other.removeAttribute("lazy");
      document.querySelector("svg").before(other);
    });
    await page.isReady();
  });

  onPage(
    "asks for nothing but its own files",
    { html: pageOf('<tiermeter-calculator price-book="/book.json"></tiermeter-calculator>') },
    async (page, window) => {
      await page.instances.fill("3");
      await page.on((element) => {
        element.remove();
        document.querySelector("main").append(element);
      });
      const foreign = page.requested.filter(
        (address) => !address.startsWith(`${stage.host.address}/module/`) && !address.endsWith("favicon.ico"),
      );
      assert.deepEqual(
        foreign.map((address) => address.slice(stage.host.address.length)),
        [`/page-${page.number}.html`, "/book.json"],
      );
      assert.deepEqual(
        await window.evaluate(async () => [
          document.cookie,
          localStorage.length,
          sessionStorage.length,
          (await indexedDB.databases()).length,
        ]),
        ["", 0, 0, 0],
      );
    },
  );
});

describe("price books", () => {
  const TWO = `<tiermeter-calculator id="one" price-book="/book.json" instances="2" hours="1"></tiermeter-calculator><tiermeter-calculator id="two" hours="1" lang="zh-CN"></tiermeter-calculator>`;
  onPage("of two calculators on a page keep apart", { html: pageOf(TWO) }, async (page, window) => {
    const two = window.locator("#two");
    await page.figureShows("€72.00");
    await page.figureShows("US$0.78", two);
    await page.tier("Y").check();
    await two.locator("#instances").fill("10");
    await page.figureShows("€144.00");
    await page.figureShows("US$7.81", two);
    await page.partShows("tiers", "X Ten 0.01 Y Rising the price changes");
    await page.partShows("source", "House prices. Amounts are exact.");
    assert.deepEqual(await window.evaluate(() => globalThis.seen.map(({ id, type }) => `${id} ${type}`).sort()), [
      "one tiermeter-change",
      "one tiermeter-ready",
      "two tiermeter-change",
      "two tiermeter-ready",
    ]);
  });

  onPage("are taken as an object, or refused and the old one kept", {}, async (page) => {
    await page.hours.fill("1");
    await page.events();
    await page.on(
      (element, book) => {
        element.priceBook = book;
      },
      { ...BOOK, gpu_tiers: [{ ...BOOK.gpu_tiers[0], code: "A" }] },
    );
    await page.figureShows("€36.00");
    assert.deepEqual(await page.events(), []);
    const refused = await page.on(
      (element, book) => {
        try {
          element.priceBook = book;
          return "taken";
        } catch ({ name, code, path }) {
          return `${name} ${code} ${path} ${element.priceBook.id}`;
        }
      },
      { ...BOOK, gpu_tiers: [{ code: "A", name: "", prices: [] }] },
    );
    assert.equal(refused, "TiermeterError malformed /gpu_tiers/0/name house");
    await page.on((element) => {
      element.priceBook = null;
    });
    await page.figureShows("$0.78");
    assert.deepEqual(await page.events(), ["tiermeter-change"]);
    await page.on((element, book) => {
      element.priceBook = book;
    }, BOOK);
    await page.partShows("error", "This price book has no tier “A”.");
    await page.figureShows("–");
    assert.equal(await page.settlement(), null);
    await page.instances.fill("2");
    await page.figureShows("–");
    await page.tier("X").check();
    await page.figureShows("€72.00");
    await page.on(
      (element, book) => {
        element.priceBook = book;
      },
      { ...BOOK, gpu_tiers: [] },
    );
    await page.on((element) => element.reset());
    await page.figureShows("€0.00");
    assert.deepEqual((await page.value()).lines, []);
  });

  test("that can't be had are told, and nothing is priced", async () => {
    stage.host.serve("/text.json", { body: "prices" });
    stage.host.serve("/wrong.json", {
      body: JSON.stringify({ ...BOOK, gpu_tiers: [{ code: "A", name: "A", prices: [{ from: null, per_second: 1 }] }] }),
    });
    stage.host.serve("/huge.json", { body: `"${"x".repeat(4_000_001)}"` });
    for (const [address, complaint, words] of [
      ["/missing.json", "price_book_not_loaded ", "The price book could not be loaded, so nothing is priced."],
      [
        "http://127.0.0.1:1/elsewhere.json",
        "price_book_not_loaded ",
        "The price book could not be loaded, so nothing is priced.",
      ],
      ["/huge.json", "price_book_not_loaded ", "The price book could not be loaded, so nothing is priced."],
      ["/text.json", "malformed ", "The price book is refused, so nothing is priced: the price book is not JSON"],
      [
        "/wrong.json",
        "malformed /gpu_tiers/0/prices/0/per_second",
        "The price book is refused at /gpu_tiers/0/prices/0/per_second, so nothing is priced: ",
      ],
    ]) {
      const page = await open(
        pageOf(`<tiermeter-calculator price-book="${address}">${PRICE_TABLE}</tiermeter-calculator>`),
        { waits: false },
      );
      await page.partShows("error", words);
      const broken = await page.on((element) => element.ready.catch(({ code, path }) => `${code} ${path}`));
      assert.equal(broken, complaint);
      assert.deepEqual(await page.events(), [`tiermeter-error ${complaint}`]);
      assert.deepEqual(await page.on((element) => [element.value, element.settlement, element.priceBook]), [
        null,
        null,
        null,
      ]);
      await page.page.getByRole("cell", { name: "0.000217" }).waitFor();
      assert.equal(await page.figure.isVisible(), false);
      await page.close([NOT_FOUND, /ERR_UNSAFE_PORT|security policy|Content Security Policy/]);
    }
  });

  const LATE = pageOf('<tiermeter-calculator price-book="/late.json" hours="100"></tiermeter-calculator>');
  onPage(
    "are asked for again where the reader wants it",
    { html: LATE, waits: false, expected: [NOT_FOUND] },
    async (page) => {
      const again = page.element.getByRole("button", { name: "Try again" });
      await again.waitFor();
      stage.host.serve("/late.json", { body: JSON.stringify(BOOK) });
      await again.click();
      await page.isReady();
      await page.figureShows("€3,600.00");
      await page.instances.fill("2");
      await page.on((element) => element.setAttribute("price-book", "/gone.json"));
      await again.waitFor();
      await page.on((element) => element.removeAttribute("price-book"));
      await page.isReady();
      await page.partShows("error", "This price book has no tier “X”.");
      assert.equal(await page.instances.inputValue(), "2");
      assert.ok(
        stage.host.requests
          .filter(({ path }) => path === "/late.json")
          .every(({ headers }) => headers.cookie === undefined),
      );
    },
  );
});

describe("the life of the element", () => {
  /** Counts what is listened to and observed, and keeps the memory of the core. */
  function instrument() {
    const listeners = new WeakMap();
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    globalThis.counts = { listeners: 0, observers: 0, memories: [] };
    const keyOf = (type, capture) =>
      `${type} ${typeof capture === "object" ? Boolean(capture?.capture) : Boolean(capture)}`;
    const ofTarget = (target, listener) => {
      const byListener = listeners.get(target) ?? listeners.set(target, new Map()).get(target);
      return byListener.get(listener) ?? byListener.set(listener, new Set()).get(listener);
    };
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const kinds = ofTarget(this ?? globalThis, listener);
      if (!kinds.has(keyOf(type, options))) {
        kinds.add(keyOf(type, options));
        globalThis.counts.listeners += 1;
      }
      return addEventListener.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      if (ofTarget(this ?? globalThis, listener).delete(keyOf(type, options))) {
        globalThis.counts.listeners -= 1;
      }
      return removeEventListener.call(this, type, listener, options);
    };
    for (const name of ["MutationObserver", "IntersectionObserver", "ResizeObserver"]) {
      globalThis[name] = class extends globalThis[name] {
        observe(...parts) {
          globalThis.counts.observers += this.observes ? 0 : 1;
          this.observes = true;
          super.observe(...parts);
        }
        disconnect() {
          globalThis.counts.observers -= this.observes ? 1 : 0;
          this.observes = false;
          super.disconnect();
        }
      };
    }
    for (const name of ["instantiate", "instantiateStreaming"]) {
      const original = WebAssembly[name];
      WebAssembly[name] = async (...parts) => {
        const made = await original.apply(WebAssembly, parts);
        globalThis.counts.memories.push((made.instance ?? made).exports.memory);
        return made;
      };
    }
    globalThis.counted = () => [
      globalThis.counts.listeners,
      globalThis.counts.observers,
      globalThis.counts.memories.map(({ buffer }) => buffer.byteLength),
    ];
  }

  onPage("can end and begin 100 times without a trace", { before: instrument }, async (page, window) => {
    await page.hours.fill("10");
    // What the test's own tools listen to is there from their first call on.
    await page.value();
    const [listeners, observers, [memory]] = await window.evaluate(() => globalThis.counted());
    await page.on(async (element) => {
      for (let round = 0; round < 100; round += 1) {
        element.remove();
        document.querySelector("main").append(element);
        element.setAttribute("instances", `${round + 1}`);
        await null;
      }
    });
    assert.deepEqual(await window.evaluate(() => globalThis.counted()), [listeners, observers, [memory]]);
    assert.deepEqual(await page.value(), estimateOf("A", 100, "2026-03-01T10:00:00Z"));
    await page.instances.press("ArrowDown");
    await page.figureShows("$773.39");
    assert.equal((await page.events()).filter((event) => event === "tiermeter-ready").length, 1);
    await page.on((element) => element.remove());
    const [after, none] = await window.evaluate(() => globalThis.counted());
    assert.ok(after < listeners);
    assert.equal(none, observers - 1);
  });

  onPage("leaves nothing behind that can't be collected", { before: instrument }, async (page, window) => {
    await window.evaluate(async () => {
      globalThis.gone = [];
      for (let round = 0; round < 100; round += 1) {
        const element = document.createElement("tiermeter-calculator");
        element.toggleAttribute("lazy", round % 2 === 1);
        document.querySelector("main").append(element);
        if (round % 3 > 0) {
          await element.ready.catch(() => undefined);
        }
        element.remove();
        globalThis.gone.push(new WeakRef(element));
      }
    });
    const session = await window.context().newCDPSession(window);
    await eventually(async () => {
      await session.send("HeapProfiler.collectGarbage");
      assert.equal(await window.evaluate(() => globalThis.gone.filter((gone) => gone.deref() !== undefined).length), 0);
    });
    const [, observers, memories] = await window.evaluate(() => globalThis.counted());
    assert.equal(memories.length, 1);
    assert.ok(observers <= 2, `${observers}`);
  });

  onPage("moves to another document and keeps its look", {}, async (page) => {
    await page.on(async (element) => {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      frame.contentDocument.body.append(element);
    });
    const color = await page.page.frames()[1].evaluate(() => {
      const element = document.querySelector("tiermeter-calculator");
      return [getComputedStyle(element).display, element.shadowRoot.adoptedStyleSheets.length];
    });
    assert.deepEqual(color, ["block", 1]);
  });
});

describe("a form", () => {
  const FORM = pageOf(
    `<form action="/sent"><fieldset><tiermeter-calculator name="estimate" hours="10"></tiermeter-calculator></fieldset><button>Send</button></form>`,
  );

  onPage(
    "submits the estimate as JSON",
    { html: FORM, policy: `${STRICT_POLICY}; form-action 'self'` },
    async (page, window) => {
      stage.host.serve("/sent", { body: "<!doctype html><title>Sent</title>", type: "text/html" });
      await page.instances.fill("2");
      await window.getByRole("button", { name: "Send" }).click();
      await window.waitForURL("**/sent?*");
      const sent = new URL(window.url()).searchParams.get("estimate");
      assert.deepEqual(JSON.parse(sent), estimateOf("A", 2, "2026-03-01T10:00:00Z"));
    },
  );

  onPage("waits for what is wrong, and shows it", { html: FORM }, async (page, window) => {
    await page.hours.fill("no");
    await window.getByRole("button", { name: "Send" }).click();
    assert.ok(!window.url().includes("sent"));
    const found = await page.on((element) => [
      element.validity.badInput,
      element.validationMessage,
      element.willValidate,
      element.matches(":invalid"),
      element.shadowRoot.activeElement?.id,
    ]);
    assert.deepEqual(found, [
      true,
      "Enter hours as 12.5, or with minutes and seconds as 12:30:00.",
      true,
      true,
      "hours",
    ]);
    assert.equal(await page.on((element) => new FormData(element.form).has("estimate")), false);
  });

  onPage("resets, disables and restores", { html: FORM }, async (page) => {
    await page.hours.fill("5");
    await page.instances.fill("no");
    await page.events();
    await page.on((element) => element.form.reset());
    assert.deepEqual(await page.value(), estimateOf("A", 1, "2026-03-01T10:00:00Z"));
    assert.equal(await page.instances.inputValue(), "1");
    assert.deepEqual(await page.events(), ["tiermeter-change"]);
    await page.on((element) => {
      element.closest("fieldset").disabled = true;
    });
    assert.ok(await page.hours.isDisabled());
    assert.ok(await page.tier("A").isDisabled());
    assert.ok(await page.element.getByRole("button", { name: "One hour more" }).isDisabled());
    assert.deepEqual(await page.on((element) => [new FormData(element.form).has("estimate"), element.willValidate]), [
      false,
      false,
    ]);
    await page.on((element) => {
      element.closest("fieldset").disabled = false;
      element.setAttribute("disabled", "");
    });
    assert.ok(await page.hours.isDisabled());
    await page.on((element) => element.removeAttribute("disabled"));
    assert.ok(await page.hours.isEnabled());
    const state = JSON.stringify(estimateOf("C", 7, "2026-03-02T00:00:00Z"));
    await page.on((element, state) => {
      element.formStateRestoreCallback(state, "restore");
      element.formStateRestoreCallback("{", "restore");
    }, state);
    assert.equal(await page.instances.inputValue(), "7");
    assert.equal(await page.on((element) => element.name), "estimate");
  });
});

describe("strict and hostile pages", () => {
  onPage("with nothing allowed but own scripts, wasm and requests", {}, async (page) => {
    await page.figureShows("$581.21");
    assert.equal(
      await page.on((element) => getComputedStyle(element.shadowRoot.querySelector(".figure")).fontWeight),
      "500",
    );
    assert.equal(await page.on((element) => element.shadowRoot.querySelectorAll("style, [style]").length), 0);
  });

  test("that refuse wasm, with a core that is JavaScript", async () => {
    const page = await open(PLAIN, {
      policy: "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'",
    });
    await page.figureShows("$581.21");
    await page.hours.fill("1");
    await page.figureShows("$0.78");
    await page.close([/WebAssembly|wasm|security policy/i]);
  });

  onPage(
    "with trusted types",
    { policy: `${STRICT_POLICY}; require-trusted-types-for 'script'; trusted-types 'none'` },
    async (page) => {
      await page.hours.fill("1");
      await page.figureShows("$0.78");
    },
  );

  const CLOBBERED = `<form name="createElement"><input name="getAttribute"></form><form name="location"></form><form id="forms"></form><img name="documentElement"><img name="body">
    <form lang="zh-CN"><input name="lang"><input name="getAttribute"><input name="closest"><input name="getRootNode"><tiermeter-calculator name="estimate"></tiermeter-calculator></form>`;
  onPage(
    "with polluted prototypes and names that hide the document's own",
    {
      html: pageOf(CLOBBERED),
      waits: false,
      before: () => {
        const pollution = {
          tier: "Z",
          instances: 7,
          hours: "3",
          illustrative: true,
          sources: [{ title: "Fake" }],
          models: [],
          scaling: null,
          once: true,
          signal: 1,
          passive: true,
          style: "currency",
          mode: "closed",
          customError: true,
          detail: 1,
          credentials: "include",
          lang: "fr",
          title: "Fake",
          as_of: "1999",
          off: true,
        };
        for (const [name, value] of Object.entries(pollution)) {
          Object.prototype[name] = value;
        }
        Object.prototype.toJSON = () => "polluted";
        Array.prototype.toJSON = () => "polluted";
        Array.prototype.extra = () => "extra";
        String.prototype.extra = "extra";
      },
    },
    async (page, window) => {
      // The test's own tools don't bear such a page, so the browser is asked directly.
      const session = await window.context().newCDPSession(window);
      const run = async (act) => {
        const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
          expression: `(${act})(document.querySelector("tiermeter-calculator"))`,
          awaitPromise: true,
          returnByValue: true,
        });
        assert.equal(exceptionDetails, undefined);
        return result.value;
      };
      assert.equal(
        await run((element) =>
          customElements
            .whenDefined("tiermeter-calculator")
            .then(() => element.ready)
            .then(() => element.shadowRoot.querySelector(".figure").textContent),
        ),
        "US$581.21",
      );
      const found = await run((element) => {
        const root = element.shadowRoot;
        for (const [id, text] of [
          ["instances", "2"],
          ["hours", "1.5"],
        ]) {
          root.getElementById(id).value = text;
          root.getElementById(id).dispatchEvent(new InputEvent("input", { __proto__: null, bubbles: true }));
        }
        return [
          root.querySelector(".figure").textContent,
          root.querySelector("[part=source]").textContent,
          root.querySelectorAll("[part=sample]").length,
          element.checkValidity(),
        ].join(" | ");
      });
      assert.equal(found, "US$2.34 | 价格来源：公布的价目表，2026年11月21日读取。金额均为精确值。 | 0 | true");
      const form = await run((element) =>
        new FormData(Element.prototype.closest.call(element, "form")).get("estimate"),
      );
      assert.deepEqual(JSON.parse(form), estimateOf("A", 2, "2026-03-01T01:30:00Z"));
      const thrown = await run((element) => {
        try {
          element.value = {
            __proto__: null,
            schema: "tiermeter.estimate/1",
            month: "2026-03",
            lines: [{ __proto__: null, name: "x" }],
          };
          return "taken";
        } catch (error) {
          return `${error.name} ${error.code} ${element.value.lines[0].scaling.steps.length}`;
        }
      });
      assert.equal(thrown, "TiermeterError malformed 2");
    },
  );

  /** What a person or a script does when the core fails. */
  for (const [name, act] of [
    ["a field is typed into", (page) => page.hours.fill("3")],
    ["an attribute changes", (page) => page.on((element) => element.setAttribute("tier", "B"))],
    ["a value is set", (page) => page.on(setAgain, "value")],
    ["a price book is set", (page) => page.on(setAgain, "priceBook")],
    ["it is reset", (page) => page.on(resetAgain)],
  ]) {
    onPage(
      `that fail inside the core, without an amount of a dead one: ${name}`,
      { expected: [/unreachable|core has failed/] },
      async (page, window) => {
        await window.evaluate(async () => {
          const { setEngine } = await import("/module/engine.js");
          setEngine({
            call() {
              throw new WebAssembly.RuntimeError("unreachable");
            },
          });
        });
        await page.events();
        assert.match(`${await act(page)}`, /^(undefined|stopped)$/);
        await page.partShows("error", "The calculator stopped because of a fault in it. Reload the page to go on.");
        assert.deepEqual(await page.events(), ["tiermeter-error stopped "]);
        assert.equal(await page.settlement(), null);
        assert.equal(await page.figure.isVisible(), false);
        // Another calculator has no other core.
        await page.on((element) => element.after(document.createElement("tiermeter-calculator")));
        await eventually(async () => assert.deepEqual(await page.events(), ["tiermeter-error stopped "]));
      },
    );
  }
});

function setAgain(element, property) {
  try {
    element[property] = element[property];
  } catch (error) {
    return error.code;
  }
}

function resetAgain(element) {
  try {
    element.reset();
  } catch (error) {
    return error.code;
  }
}
