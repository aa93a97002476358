// <tiermeter-calculator> as it reads and looks: languages, themes, accessibility, widths, pictures.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { before, describe, test } from "node:test";

import { OWN_STYLES, pageOf, SEVERAL, setStage, WITH_TABLE } from "./element-support.mjs";
import { eventually, OUTPUT, textOf } from "./support.mjs";

const NOT_FOUND = /status of 404/;

const { onPage, open } = setStage();
let axe;

before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});

describe("languages", () => {
  onPage("are its own, its ancestors', or the browser's", { locale: "zh-CN" }, async (page, window) => {
    for (const [html, words, figure] of [
      [
        '<div lang="zh-CN"><tiermeter-calculator instances="2"></tiermeter-calculator></div>',
        "GPU 档位 每秒 USD",
        "US$1,162.43",
      ],
      [
        '<div lang="zh-CN"><tiermeter-calculator instances="2" lang="en"></tiermeter-calculator></div>',
        "GPU tier USD a second",
        "$1,162.43",
      ],
      [
        '<div lang="zh-Hant-TW"><tiermeter-calculator instances="200" lang="en-IN"></tiermeter-calculator></div>',
        "GPU tier USD a second",
        "$1,16,242.56",
      ],
      [
        '<div lang="ar-EG"><tiermeter-calculator instances="2"></tiermeter-calculator></div>',
        "GPU tier USD a second",
        "$1,162.43",
      ],
      [
        '<div lang="x!"><tiermeter-calculator instances="2"></tiermeter-calculator></div>',
        "GPU tier USD a second",
        "$1,162.43",
      ],
      [
        '<div lang=""><tiermeter-calculator instances="2"></tiermeter-calculator></div>',
        "GPU 档位 每秒 USD",
        "US$1,162.43",
      ],
    ]) {
      await page.show(html);
      await page.partShows("tiers", words);
      await page.figureShows(figure);
    }
    await window.evaluate(() => {
      document.querySelector("main > div").lang = "en";
    });
    await page.partShows("tiers", "GPU tier USD a second");
  });

  onPage(
    "speak Chinese in whole sentences",
    { html: pageOf('<tiermeter-calculator currency-display="name"></tiermeter-calculator>', { lang: "zh-CN" }) },
    async (page) => {
      await page.figureShows("581.21美元");
      await page.partShows("total", "2026年3月，共 31 天");
      await page.partShows("exact", "应付金额以 USD 计。精确合计为 581.2128，仅舍入一次，差额 −0.0028。");
      await page.partShows("lines", "GPU 秒数 A 档 2,678,400 秒 × 0.000217 581.2128");
      await page.hours.fill("745");
      await page.partShows("error", "请输入大于 0 且不超过 744 的小时数。");
      await page.hours.fill("1");
      await eventually(async () =>
        assert.equal(await page.element.getByRole("status").textContent(), "2026年3月应付 0.78美元。"),
      );
      assert.equal(await page.on((element) => element.shadowRoot.querySelector("[part=calculator]").lang), "zh-CN");
    },
  );
});

describe("the look", () => {
  onPage(
    "takes the page's colours, fonts and corners",
    {
      html: pageOf("<tiermeter-calculator></tiermeter-calculator>", {
        head: '<link rel="stylesheet" href="/theme.css">',
      }),
      policy: OWN_STYLES,
    },
    async (page) => {
      const found = await page.on((element) => {
        const of = (selector, property) => getComputedStyle(element.shadowRoot.querySelector(selector))[property];
        return [
          of(".tier:has(:checked)", "borderTopColor"),
          of(".frame", "backgroundColor"),
          getComputedStyle(element).color,
          of(".foot, .side", "borderLeftColor"),
          of(".box", "borderTopLeftRadius"),
          of(".frame", "fontFamily"),
          of("#hours", "fontFamily"),
          of(".figure", "color"),
          of(".tier:has(:checked)", "outlineColor"),
        ];
      });
      assert.deepEqual(found, [
        "rgb(200, 0, 100)",
        "rgb(250, 240, 230)",
        "rgb(10, 20, 30)",
        "rgb(1, 2, 3)",
        "0px",
        '"Liberation Serif"',
        '"Liberation Mono"',
        "rgb(4, 5, 6)",
        "rgb(7, 8, 9)",
      ]);
    },
  );

  onPage(
    "is light or dark: the page's, the system's, or as it is told",
    { colorScheme: "dark" },
    async (page, window) => {
      const paper = () =>
        page.on((element) => getComputedStyle(element.shadowRoot.querySelector(".frame")).backgroundColor);
      const [light, dark] = ["rgb(255, 255, 255)", "rgb(23, 27, 26)"];
      for (const [theme, expected] of [
        [null, light],
        ["auto", dark],
        ["light", light],
        ["dark", dark],
      ]) {
        await page.on(
          (element, theme) =>
            theme === null ? element.removeAttribute("theme") : element.setAttribute("theme", theme),
          theme,
        );
        assert.equal(await paper(), expected, `${theme}`);
      }
      await page.on((element) => element.removeAttribute("theme"));
      await window.evaluate(() => {
        document.documentElement.style.colorScheme = "dark";
      });
      assert.equal(await paper(), dark);
    },
  );

  test("has nothing to complain of for axe: WCAG 2.2 AA, in every state, both themes", async () => {
    for (const theme of ["light", "dark"]) {
      const page = await open(WITH_TABLE, { policy: OWN_STYLES, colorScheme: theme });
      await page.page.evaluate(axe);
      const check = async (state) => {
        const violations = await page.page.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          });
          return violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`,
          );
        });
        assert.deepEqual(
          violations.filter((violation) => !violation.startsWith("page-has-heading-one")),
          [],
          `${theme}, ${state}`,
        );
      };
      await check("ready");
      await page.hours.fill("9000");
      await check("with a fault");
      await page.on((element, estimate) => {
        element.value = estimate;
      }, SEVERAL);
      await check("several lines");
      await page.on((element) => element.setAttribute("readonly", ""));
      await check("readonly");
      await page.on((element) => element.setAttribute("price-book", "/none.json"));
      await page.element.getByRole("alert").waitFor();
      await check("failed");
      await page.close([NOT_FOUND]);
    }
  });

  test("never scrolls sideways", async () => {
    for (const width of [280, 320, 360, 520, 900, 2560]) {
      const page = await open(WITH_TABLE, { width, policy: OWN_STYLES });
      const overflow = () =>
        page.on((element) => [
          document.documentElement.scrollWidth - document.documentElement.clientWidth,
          element.shadowRoot.querySelector(".frame").scrollWidth -
            element.shadowRoot.querySelector(".frame").clientWidth,
        ]);
      for (const act of [
        () => undefined,
        (element) => element.setAttribute("instances", "1000"),
        (element) => element.setAttribute("currency-display", "name"),
        (element) => element.setAttribute("hours", "something that is rather longer than a field"),
        (element, estimate) => {
          element.value = estimate;
        },
      ]) {
        await page.on(act, SEVERAL);
        assert.deepEqual(await overflow(), [0, 0], `${width} px, ${act}`);
      }
      await page.close();
    }
  });

  for (const width of [360, 900]) {
    for (const colorScheme of ["light", "dark"]) {
      onPage(
        `is kept as pictures: ${width} px, ${colorScheme}`,
        { html: WITH_TABLE, policy: OWN_STYLES, width, colorScheme },
        async (page, window) => {
          const keep = (name) =>
            window.screenshot({ path: `${OUTPUT}element-${name}-${width}-${colorScheme}.png`, fullPage: true });
          await page.hours.fill("250");
          await page.instances.fill("2");
          await page.instances.blur();
          await keep("ready");
          await page.hours.fill("9000");
          await keep("fault");
          await page.on((element, estimate) => {
            element.value = estimate;
          }, SEVERAL);
          await page.hours.blur();
          await keep("lines");
          await page.on((element) => {
            element.lang = "zh-CN";
            element.reset();
          });
          await keep("chinese");
          assert.equal(await textOf(page.element.locator("[part=summary]")), "价目表");
        },
      );
    }
  }
});
