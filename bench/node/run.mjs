// node bench/node/run.mjs: prices the same runs with this core and with everything else, side by side.

import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { agreeOnAnswer, Disagreement } from "./agreement.mjs";
import { COLUMNS, DOCUMENTS, loadContenders } from "./contenders.mjs";
import { measure } from "./measure.mjs";
import { PRICE_BOOK } from "./price-book.mjs";
import { formatTable, rowsOf } from "./tables.mjs";
import { targetLines } from "./targets.mjs";
import { documentsFromColumns, makeColumns } from "./usage.mjs";

const HELP = `usage: node bench/node/run.mjs [options]

  --runs N         runs to price, 1000 to 5000000 (default 1000000)
  --repeats N      timed passes of each contender, 1 to 1000 (default 7)
  --markdown       write Markdown tables
  --without-core   leave this core out, where it isn't built
  --help           this text
`;
const OPTIONS = {
  runs: { type: "string", default: "1000000" },
  repeats: { type: "string", default: "7" },
  markdown: { type: "boolean", default: false },
  "without-core": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
};
const RUNS_RANGE = [1000, 5_000_000];
const REPEATS_RANGE = [1, 1000];
const CORE = new URL("../../pkg/dist/index.js", import.meta.url);
const LIBRARIES = ["decimal.js", "big.js", "bignumber.js"];
// A pass over columns lasts milliseconds and needs a second one before it runs at full speed. A pass over documents
// lasts a second, and the one that checks the answer has warmed it up.
const COLUMNS_WARM_UP_PASSES = 2;
const DOCUMENTS_WARM_UP_PASSES = 0;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

class UsageFault extends Error {}
class NotReady extends Error {}

try {
  await main();
} catch (error) {
  if (error instanceof UsageFault) {
    fail(`${error.message}\n\n${HELP}`, EXIT_USAGE);
  } else if (error instanceof Disagreement || error instanceof NotReady) {
    fail(error.message, EXIT_FAILED);
  } else {
    throw error;
  }
}

async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  if (!LIBRARIES.every((name) => existsSync(manifestOf(name)))) {
    throw new NotReady("the libraries to compare with are not installed: run `npm ci` in bench/node first");
  }
  const core = await loadCore(options.withoutCore);

  console.log(`${machine()}\n`);
  const columns = makeColumns(options.runs);
  const columnsOutcome = await compete(COLUMNS, columns, COLUMNS_WARM_UP_PASSES, core, options);
  const documents = documentsFromColumns(columns);
  const documentsOutcome = await compete(DOCUMENTS, documents, DOCUMENTS_WARM_UP_PASSES, core, options);

  // Months part the runs but lose none of their seconds, so both shapes of the same runs cost the same.
  if (columnsOutcome.exactTotal !== documentsOutcome.exactTotal) {
    throw new Disagreement(
      `columns cost ${columnsOutcome.exactTotal}, but the same runs as documents cost ${documentsOutcome.exactTotal}`,
    );
  }
  const lines = targetLines([...columnsOutcome.results, ...documentsOutcome.results]);
  if (lines.length > 0) {
    console.log(`${heading("targets", options)}\n${lines.map((line) => `- ${line}`).join("\n")}\n`);
  }
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({ options: OPTIONS }));
  } catch (error) {
    throw new UsageFault(error.message);
  }
  return {
    runs: wholeNumber(values.runs, "--runs", RUNS_RANGE),
    repeats: wholeNumber(values.repeats, "--repeats", REPEATS_RANGE),
    markdown: values.markdown,
    withoutCore: values["without-core"],
    help: values.help,
  };
}

function wholeNumber(text, option, [least, most]) {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(number >= least && number <= most)) {
    throw new UsageFault(`${option} is ${text}, it must be a whole number from ${least} to ${most}`);
  }
  return number;
}

/** The built module, or null when it isn't wanted. */
async function loadCore(withoutCore) {
  if (withoutCore) {
    return null;
  }
  if (!existsSync(CORE)) {
    throw new NotReady("pkg/dist/index.js is not built: run `cargo xtask pkg` first, or pass --without-core");
  }
  return import(CORE.href);
}

/** Checks, times and prints one table. */
async function compete(table, input, warmUpPasses, core, options) {
  const { contenders, missing } = await loadContenders(table, core);
  const progress = (text) => showProgress(`${table.title}: ${text}`);

  progress("comparing the answers");
  const { exactTotals, exactTotal, inexactTotals } = agreeOnAnswer(contenders, input, PRICE_BOOK);
  const results = measure({
    contenders,
    input,
    priceBook: PRICE_BOOK,
    runCount: options.runs,
    repeats: options.repeats,
    warmUpPasses,
    onProgress: (repeat, repeats) => progress(`pass ${repeat} of ${repeats}`),
  });
  showProgress("");

  console.log(heading(`${table.title}: ${table.remark}`, options));
  console.log(formatTable(rowsOf(results), options.markdown));
  const notes = [
    `${options.runs} runs, median of ${options.repeats} passes; all exact contenders: ${exactTotals.join(" + ")} ${PRICE_BOOK.currency}`,
    ...inexactTotals.map(({ name, total }) => `${name}: ${total} ${PRICE_BOOK.currency}`),
    ...(missing === null ? [] : [`${missing}: not in this build`]),
    ...(core === null ? [`${table.core.name}: left out`] : []),
  ];
  console.log(`\n${notes.map((note) => `- ${note}`).join("\n")}\n`);
  return { results, exactTotal };
}

function heading(text, { markdown }) {
  return markdown ? `### ${text}\n` : `${text}\n`;
}

/** What a reader needs to compare figures: the kind of machine and the versions of everything that is measured. */
function machine() {
  const cpus = os.cpus();
  const libraries = LIBRARIES.map((name) => `${name} ${versionOf(name)}`).join(", ");
  return `${cpus.length} cores, ${cpus[0]?.model.trim() ?? "unknown CPU"}, ${os.platform()} ${os.arch()}; Node ${process.versions.node}; ${libraries}`;
}

function versionOf(library) {
  return JSON.parse(readFileSync(manifestOf(library), "utf8")).version;
}

function manifestOf(library) {
  return new URL(`node_modules/${library}/package.json`, import.meta.url);
}

/** One line that is overwritten, on a terminal only: a log wants results, not progress. */
function showProgress(text) {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${text}`);
  }
}

function fail(message, exitCode) {
  showProgress("");
  console.error(message);
  process.exitCode = exitCode;
}
