// Exact decimals as people read them. They stay texts: Intl groups the whole part as a BigInt and names the
// currency, the digits after the point are written as they are.
import { bare } from "./safe.js";

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
const MINUS = "\u2212";

/** A piece of an amount: its digits, or what stands beside them. */
export interface Piece {
  isFigure: boolean;
  text: string;
}

/** How the currency is shown; amounts are never converted. */
export type CurrencyDisplay = "symbol" | "code" | "name";

export class Figures {
  readonly #whole: Intl.NumberFormat;
  readonly #point: string;
  readonly #month: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;

  constructor(readonly locale: string) {
    const options = bare<Intl.NumberFormatOptions>({ numberingSystem: "latn", maximumFractionDigits: 1 });
    this.#whole = new Intl.NumberFormat(locale, options);
    this.#point = this.#whole.formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";
    const month: Intl.DateTimeFormatOptions = {
      numberingSystem: "latn",
      timeZone: "UTC",
      year: "numeric",
      month: "long",
    };
    this.#month = new Intl.DateTimeFormat(locale, bare({ ...month }));
    this.#day = new Intl.DateTimeFormat(locale, bare({ ...month, day: "numeric" as const }));
  }

  /** 2592000.5 as 2,592,000.5, every digit of it. */
  decimal(text: string): string {
    const [, sign, whole = "", fraction] = DECIMAL.exec(text) ?? [];
    if (whole === "") {
      return text;
    }
    const digits = this.#whole.format(BigInt(whole)) + (fraction === undefined ? "" : this.#point + fraction);
    return sign ? MINUS + digits : digits;
  }

  /** An amount in its currency, in the order of the language. */
  money(text: string, currency: string, display: CurrencyDisplay): Piece[] {
    const [, sign, whole = "", fraction = ""] = DECIMAL.exec(text) ?? [];
    if (whole === "") {
      return [{ isFigure: true, text: `${text} ${currency}` }];
    }
    const digits = fraction.length;
    const options = bare<Intl.NumberFormatOptions>({
      style: "currency",
      currency,
      currencyDisplay: display,
      numberingSystem: "latn",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    const pieces: Piece[] = [];
    let figure = "";
    for (const { type, value } of new Intl.NumberFormat(this.locale, options).formatToParts(BigInt(whole))) {
      if (type === "integer" || type === "group" || type === "decimal" || type === "fraction") {
        if (figure === "") {
          pieces.push({ isFigure: true, text: "" });
        }
        figure += type === "fraction" ? fraction : value;
      } else {
        pieces.push({ isFigure: false, text: value });
      }
    }
    for (const piece of pieces) {
      if (piece.isFigure) {
        piece.text = (sign ? MINUS : "") + figure;
      }
    }
    return pieces;
  }

  /** No amount at all: a settlement without bills doesn't say how many digits its currency has. */
  zero(currency: string, display: CurrencyDisplay): Piece[] {
    const { maximumFractionDigits = 0 } = new Intl.NumberFormat(
      "en",
      bare({ style: "currency" as const, currency }),
    ).resolvedOptions();
    return this.money(maximumFractionDigits === 0 ? "0" : `0.${"0".repeat(maximumFractionDigits)}`, currency, display);
  }

  /** A month in words. */
  month(month: string): string {
    return this.#month.format(new Date(`${month}-01T00:00:00Z`));
  }

  /** A day in words; a text that is no day stays as it is. */
  day(text: string): string {
    const milliseconds = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    return Number.isNaN(milliseconds) ? text : this.#day.format(milliseconds);
  }
}
