// Who is measured, in the order of the tables. Each file in contenders/ exports one function,
// `price(input, priceBook)`.

export const COLUMNS = {
  title: "columns",
  remark: "typed arrays: start and stop in whole milliseconds, tier as a number",
  core: { name: "this core, priceColumns", file: "columns-core", needs: "priceColumns" },
  others: [
    { name: "JS floats, seconds summed", file: "columns-float-summed", exact: false },
    { name: "JS floats, each run", file: "columns-float-each-run", exact: false },
    { name: "JS floats, total only, unchecked", file: "columns-float-unchecked", exact: false },
    { name: "BigInt, seconds summed", file: "columns-bigint-summed", exact: true },
    { name: "BigInt, each run", file: "columns-bigint-each-run", exact: true },
    { name: "decimal.js, seconds summed", file: "columns-decimal-summed", exact: true },
    { name: "decimal.js, each run", file: "columns-decimal-each-run", exact: true },
    { name: "big.js, seconds summed", file: "columns-big-summed", exact: true },
    { name: "big.js, each run", file: "columns-big-each-run", exact: true },
    { name: "bignumber.js, seconds summed", file: "columns-bignumber-summed", exact: true },
    { name: "bignumber.js, each run", file: "columns-bignumber-each-run", exact: true },
  ],
};

export const DOCUMENTS = {
  title: "documents",
  remark: "objects with RFC 3339 text, from validation to the finished settlement",
  core: { name: "this core, priceUsage", file: "documents-core", needs: "priceUsage" },
  others: [
    { name: "plain JS, floats, seconds summed", file: "documents-float-summed", exact: false },
    { name: "plain JS, BigInt, seconds summed", file: "documents-bigint-summed", exact: true },
    { name: "plain JS, decimal.js, seconds summed", file: "documents-decimal-summed", exact: true },
    { name: "plain JS, decimal.js, each run", file: "documents-decimal-each-run", exact: true },
    { name: "plain JS, big.js, seconds summed", file: "documents-big-summed", exact: true },
    { name: "plain JS, bignumber.js, seconds summed", file: "documents-bignumber-summed", exact: true },
    { name: "plain JS, bignumber.js, each run", file: "documents-bignumber-each-run", exact: true },
  ],
};

/**
 * Loads the contenders of one table. `core` is the built module, or null to go without it.
 * `missing` names the core's function when this build doesn't export it.
 */
export async function loadContenders(table, core) {
  const withCore = core !== null && typeof core[table.core.needs] === "function";
  const listed = withCore ? [{ ...table.core, exact: true, isCore: true }, ...table.others] : table.others;
  const contenders = [];
  for (const entry of listed) {
    const { price } = await import(`./contenders/${entry.file}.mjs`);
    contenders.push({ ...entry, price });
  }
  return { contenders, missing: core !== null && !withCore ? table.core.name : null };
}
