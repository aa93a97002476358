// node pictures.mjs FOLDER: draws the icons of the installed page, and the picture of each page that other sites show
// beside a link to it. They are committed; this is run again when they should look different. It takes Chromium and what
// the browser tests install.

import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(new URL("../../tests/browser/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const CHROMIUM = process.env.TIERMETER_CHROMIUM ?? "/usr/bin/chromium";
const PAPER = "#fbfaf7";
const INK = "#1b1d1c";
const SOFT = "#595d5a";
const ACCENT = "#0a6b5d";
const SANS = "'DejaVu Sans', sans-serif";
const MONO = "'DejaVu Sans Mono', monospace";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("pictures.mjs needs the folder");
  process.exit(2);
}

const mark = `<path d="M2 15a8 8 0 1 1 16 0" stroke="${ACCENT}" stroke-width="2.4"/><path d="M10 15 14.5 7.5" stroke="${INK}" stroke-width="2"/>`;

/** The mark in a square; `room` is the part of it that stays empty on each side. */
function icon(pixels, room) {
  const [start, span] = [-20 * room, 20 + 40 * room];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="${start} ${start - 1} ${span} ${span}" fill="none" stroke-linecap="round">
    <rect x="${start}" y="${start - 1}" width="${span}" height="${span}" fill="${PAPER}"/>${mark}</svg>`;
}

/** What is shown beside a link: the name, a title of up to two lines, and a line of figures. */
function social(lines, figures) {
  const title = lines.map((line, index) => `<text x="80" y="${290 + 84 * index}" font-family="${SANS}" font-size="64" font-weight="700" fill="${INK}">${line}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
    <rect width="1200" height="630" fill="${PAPER}"/><rect width="1200" height="12" fill="${ACCENT}"/>
    <svg x="78" y="84" width="64" height="64" viewBox="0 0 20 20" fill="none" stroke-linecap="round">${mark}</svg>
    <text x="164" y="132" font-family="${SANS}" font-size="40" font-weight="700" fill="${INK}">Tiermeter</text>
    ${title.join("")}
    <text x="80" y="520" font-family="${MONO}" font-size="34" fill="${ACCENT}">${figures[0]}</text>
    <text x="80" y="570" font-family="${MONO}" font-size="26" fill="${SOFT}">${figures[1]}</text></svg>`;
}

const PICTURES = {
  "icons/180.png": icon(180, 0.12),
  "icons/192.png": icon(192, 0.12),
  "icons/512.png": icon(512, 0.12),
  // Systems cut this one into a shape of theirs, of which the middle is sure to stay.
  "icons/maskable-512.png": icon(512, 0.28),
  "social/pricing.png": social(["What will inference cost,", "to the second?"], ["A 0.000217  B 0.000220  C 0.000250", "USD per GPU second, exact, rounded once a bill"]),
  "social/how-it-is-billed.png": social(["How it is billed:", "the rules in words"], ["0.7812 + 1.5624 = 2.3436 USD", "per instance and per second, rounded up to a second"]),
  "social/check.png": social(["Check a bill,", "line by line"], ["log of runs &#8596; invoice", "every difference explained; nothing leaves the browser"]),
};

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
for (const [name, svg] of Object.entries(PICTURES)) {
  const [width, height] = [/width="(\d+)"/, /height="(\d+)"/].map((pattern) => Number(pattern.exec(svg)[1]));
  await page.setViewportSize({ width, height });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, await page.screenshot());
}
await browser.close();
