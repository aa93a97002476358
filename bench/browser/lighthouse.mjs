// node bench/browser/lighthouse.mjs [/ /how-it-is-billed /check]: Lighthouse on pages of the release server, on a phone
// and throttled as it does by default, five times each. `cargo xtask bench browser` builds all that it needs. The
// medians come at the end, then what Lighthouse complains of; what is going on stands on standard error.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

import { CHROMIUM, startServer } from "../../tests/browser/support.mjs";
import { tell } from "./stage.mjs";
import { median, milliseconds, plainRow, printMachine, printTable, targetRow } from "./table.mjs";

const RUNS = 5;
/** Of 100 points; that of `/` must be reached, the other pages stand beside it. */
const TARGETS = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };
const PAGES = ["/", "/how-it-is-billed", "/check"];
const METRICS = {
  "first-contentful-paint": milliseconds,
  "largest-contentful-paint": milliseconds,
  "speed-index": milliseconds,
  "total-blocking-time": milliseconds,
  "cumulative-layout-shift": (value) => value.toFixed(3),
};
/** Lighthouse counts less than this as something to look at. */
const GOOD = 0.9;
const CHROMIUM_FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu"];

const chosen = process.argv.slice(2);
const server = await startServer();
const [rows, complaints] = [[], []];
let version = "";
try {
  for (const path of chosen.length > 0 ? chosen : PAGES) {
    const results = [];
    for (let run = 1; run <= RUNS; run += 1) {
      const result = await once(`${server.address}${path}`);
      version = `Lighthouse ${result.lighthouseVersion}, ${result.environment.hostUserAgent.match(/Chrome\/\S+/)?.[0]}`;
      results.push(result);
      tell(`Lighthouse, ${path}, ${run} of ${RUNS}: ${Object.keys(TARGETS).map((category) => `${category} ${points(result, category)}`).join(", ")}`);
    }
    rows.push(...rowsOf(path, results));
    complaints.push(...complaintsOf(path, results));
  }
} finally {
  await server.stop();
}
printMachine(version);
printTable(rows);
console.log(`\nWhat it complains of:\n\n${complaints.join("\n") || "- nothing"}`);

/** One run, in a browser that knows nothing of the page. */
async function once(url) {
  const chromium = await launch({ chromePath: CHROMIUM, chromeFlags: CHROMIUM_FLAGS });
  try {
    const { lhr } = await lighthouse(url, { port: chromium.port, logLevel: "error" });
    if (lhr.runtimeError !== undefined) {
      throw new Error(`${url}: ${lhr.runtimeError.message}`);
    }
    return lhr;
  } finally {
    chromium.kill();
  }
}

function points(result, category) {
  return Math.round(result.categories[category].score * 100);
}

function rowsOf(path, results) {
  const categories = Object.entries(TARGETS).map(([category, target]) => {
    const figure = median(results.map((result) => points(result, category)));
    const what = `Lighthouse, \`${path}\`, ${category}: median of ${RUNS}`;
    return path === PAGES[0] ? targetRow(what, figure, `>= ${target}`, figure >= target) : plainRow(what, figure);
  });
  const metrics = Object.entries(METRICS).map(([metric, write]) => {
    const figure = median(results.map(({ audits }) => audits[metric].numericValue));
    return plainRow(`the same: ${results[0].audits[metric].title}`, write(figure));
  });
  return [...categories, ...metrics];
}

/** Whatever costs points in any of the runs, and then what would make the page quicker, with the worst of its scores. */
function complaintsOf(path, results) {
  const found = new Map();
  for (const result of results) {
    const weights = new Map(Object.values(result.categories).flatMap(({ auditRefs }) => auditRefs.map(({ id, weight }) => [id, weight])));
    for (const { id, title, score, displayValue, explanation } of Object.values(result.audits)) {
      const weight = weights.get(id) ?? 0;
      if (score !== null && score < GOOD && score <= (found.get(id)?.score ?? 1)) {
        found.set(id, { id, title, score, weight, more: [displayValue, explanation].filter(Boolean).join("; ") });
      }
    }
  }
  return [...found.values()]
    .sort((one, other) => other.weight - one.weight || one.score - other.score)
    .map(({ id, title, score, weight, more }) => `- \`${path}\` ${weight > 0 ? `costs points: ` : ""}\`${id}\` (${Math.round(score * 100)} of 100): ${title}${more === "" ? "" : `; ${more}`}`);
}
