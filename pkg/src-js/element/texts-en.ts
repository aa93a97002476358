import { bare } from "./safe.js";
import type { Texts } from "./texts.js";

export const english: Texts = {
  lang: "en",
  calculator: "Price calculator",
  loading: "The calculator is loading.",
  notLoaded: "The calculator could not be loaded.",
  stopped: "The calculator stopped because of a fault in it. Reload the page to go on.",
  bookNotLoaded: "The price book could not be loaded, so nothing is priced.",
  bookRefused: (path, message) =>
    `The price book is refused${path && ` at ${path}`}, so nothing is priced: ${message}.`,
  estimateRefused: (path, message) => `The estimate is refused${path && ` at ${path}`}: ${message}.`,
  retry: "Try again",

  tier: "GPU tier",
  perSecond: (currency) => `${currency} a second`,
  severalPrices: "the price changes",
  noTiers: "This price book has no GPU tiers.",
  instances: "Instances",
  fewerInstances: "One instance fewer",
  moreInstances: "One instance more",
  hours: "Hours each",
  hoursOf: (most) => `of ${most}`,
  hoursSlider: "Hours each, as a slider",
  hoursValue: (hours, most) => `${hours} of ${most} hours`,
  fewerHours: "One hour less",
  moreHours: "One hour more",
  month: "Month",
  days: (days) => `${days} days`,
  earlierMonth: "The month before",
  laterMonth: "The month after",
  faults: {
    tier: ({ text }) => `This price book has no tier “${text}”.`,
    instances: () => "Enter a whole number from 0 to 1,000.",
    hours: () => "Enter hours as 12.5, or with minutes and seconds as 12:30:00.",
    hoursRange: ({ most }) => `Enter more than 0 and at most ${most} hours.`,
    hoursInexact: () => "These hours are no whole number of milliseconds. Write a third of an hour as 0:20:00.",
    month: () => "Enter a month from 1970-02 to 2199-11, such as 2026-03.",
    refused: ({ message }) => `This value is refused: ${message}.`,
  },

  total: "Total",
  monthAndDays: (month, days) => `${month}, ${days} days`,
  exactly: (currency) => `${currency} payable, which is the exact total.`,
  rounded: (currency, exact, rounding) =>
    `${currency} payable. The exact total is ${exact}, rounded once by ${rounding}.`,
  nothing: "Nothing is billed.",
  unknown: "There is no amount until the marked field is right.",
  stale: "The marked field is not counted. The amounts are of its last valid entry.",
  spoken: (amount, month) => `${amount} payable in ${month}.`,

  lines: "How the amount comes about",
  items: {
    gpu_seconds: "GPU seconds",
    tpm_reservation: "Reserved tokens a minute",
    input_tokens: "Input tokens",
    cached_input_tokens: "Cached input tokens",
    output_tokens: "Output tokens",
    reserved_tokens: "Tokens within the reservation",
    free_tokens: "Tokens of the free quota",
  },
  quantity: (item, quantity, unitPrice) => {
    switch (item) {
      case "gpu_seconds":
        return `${quantity} s × ${unitPrice}`;
      case "tpm_reservation":
        return `${quantity} kTPM hours × ${unitPrice}`;
      case "reserved_tokens":
      case "free_tokens":
        return `${quantity} tokens`;
      default:
        return `${quantity} × ${unitPrice} a million`;
    }
  },
  ofTier: (tier) => `tier ${tier}`,
  modes: { steps: "steps", weekly: "weekly hours", automatic: "automatic scaling", tokens: "billed by token" },
  exactTotal: "Exact total",
  edit: "Edit",
  editLine: (name) => `Edit ${name}`,
  edited: "edited above",
  unbilled: "nothing billed",
  sample: "sample prices",

  sampleNote: "Sample prices are not published prices: they only show how an amount comes about.",
  planNote: "Inference billed by the second needs an Enterprise plan and a place on the beta allowlist.",
  source: (title, asOf) => `${title}${asOf === undefined ? "" : `, read ${asOf}`}. Amounts are exact.`,
  titles: bare({}),
  prices: "List prices",
};
