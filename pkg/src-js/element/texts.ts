// What the element says, in whole sentences. A language is one file; figures come in as they are to be shown.
import type { Item } from "../types.js";
import type { Reason } from "./calculation.js";
import { chinese } from "./texts-zh.js";
import { english } from "./texts-en.js";

export interface Texts {
  lang: string;
  calculator: string;
  loading: string;
  notLoaded: string;
  stopped: string;
  bookNotLoaded: string;
  bookRefused(path: string, message: string): string;
  estimateRefused(path: string, message: string): string;
  retry: string;

  tier: string;
  perSecond(currency: string): string;
  severalPrices: string;
  noTiers: string;
  instances: string;
  fewerInstances: string;
  moreInstances: string;
  hours: string;
  hoursOf(most: string): string;
  hoursSlider: string;
  hoursValue(hours: string, most: string): string;
  fewerHours: string;
  moreHours: string;
  month: string;
  days(days: string): string;
  earlierMonth: string;
  laterMonth: string;
  faults: Record<Reason, (fault: { text: string; message: string; most: string }) => string>;

  total: string;
  monthAndDays(month: string, days: string): string;
  exactly(currency: string): string;
  rounded(currency: string, exact: string, rounding: string): string;
  nothing: string;
  unknown: string;
  stale: string;
  spoken(amount: string, month: string): string;

  lines: string;
  items: Record<Item, string>;
  quantity(item: Item, quantity: string, unitPrice: string): string;
  ofTier(tier: string): string;
  modes: Record<"steps" | "weekly" | "automatic" | "tokens", string>;
  exactTotal: string;
  edit: string;
  editLine(name: string): string;
  edited: string;
  unbilled: string;
  sample: string;

  sampleNote: string;
  planNote: string;
  source(title: string, asOf: string | undefined): string;
  titles: Record<string, string>;
  prices: string;
}

/** The texts and the locale of figures for a language tag: Chinese or, for every other language, English. */
export function textsFor(tag: string): { texts: Texts; locale: string } {
  const isChinese = /^zh(?![a-z])/i.test(tag);
  const texts = isChinese ? chinese : english;
  try {
    const [known] = Intl.NumberFormat.supportedLocalesOf(tag);
    const speaks = isChinese || /^en(?![a-z])/i.test(tag);
    return { texts, locale: speaks && known !== undefined ? known : texts.lang };
  } catch {
    return { texts, locale: texts.lang };
  }
}
