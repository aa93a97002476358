// Writes rows of text as an aligned table, or as Markdown with --markdown. The first column is text, the second a
// word, all others are numbers.

export const HEADER = ["contender", "exact", "ns per run", "fastest", "slowest", "x this core"];
const TEXT_COLUMNS = 2;
const GAP = "  ";

/** Rows for the results of one table; `x this core` says how many times as long a contender takes. */
export function rowsOf(results) {
  const core = results.find((result) => result.contender.isCore);
  return results.map(({ contender, medianNs, fastestNs, slowestNs }) => [
    contender.name,
    contender.exact ? "yes" : "no",
    nanoseconds(medianNs),
    nanoseconds(fastestNs),
    nanoseconds(slowestNs),
    core === undefined ? "-" : ratio(medianNs / core.medianNs),
  ]);
}

export function formatTable(rows, markdown) {
  return markdown ? markdownTable(rows) : plainTable(rows);
}

export function nanoseconds(value) {
  return value.toFixed(value < 100 ? 2 : 0);
}

export function ratio(value) {
  return value.toFixed(value < 10 ? 2 : 0);
}

function plainTable(rows) {
  const widths = HEADER.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column].length)));
  const write = (row) =>
    row
      .map((cell, column) => (column < TEXT_COLUMNS ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join(GAP)
      .trimEnd();
  return [write(HEADER), widths.map((width) => "-".repeat(width)).join(GAP), ...rows.map(write)].join("\n");
}

function markdownTable(rows) {
  const write = (row) => `| ${row.join(" | ")} |`;
  const rule = HEADER.map((_, column) => (column < TEXT_COLUMNS ? "---" : "---:"));
  return [write(HEADER), write(rule), ...rows.map(write)].join("\n");
}
