// The benchmark brings its own price book, so that a later change of the bundled one doesn't move the figures.
// The prices are the published list prices.

export const PRICE_BOOK = {
  schema: "tiermeter.price-book/1",
  id: "benchmark",
  name: "Benchmark",
  currency: "USD",
  settlement: { cycle: "month", utc_offset: "+00:00" },
  gpu_tiers: [
    { code: "A", name: "Entry-level", prices: [{ from: null, per_second: "0.000217" }] },
    { code: "B", name: "Basic", prices: [{ from: null, per_second: "0.000220" }] },
    { code: "C", name: "Basic Enhanced", prices: [{ from: null, per_second: "0.000250" }] },
  ],
};

/** The fractional digits of a payable amount: the price book is in US dollars. */
export const MINOR_DIGITS = 2;

/** The unit price of each of `tiers` as decimal text, in the same order. */
export function unitPrices(tiers, priceBook) {
  return tiers.map((code) => {
    const tier = priceBook.gpu_tiers.find((candidate) => candidate.code === code);
    if (tier === undefined) {
      throw new RangeError(`unknown tier ${code}`);
    }
    return tier.prices[0].per_second;
  });
}
