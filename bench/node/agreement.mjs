// Nothing is timed before all exact contenders have given the same answer, to the last digit.

import { isDeepStrictEqual } from "node:util";
import { scaledFromText, textFromScaled } from "./scaled.mjs";

const LONGEST_SHOWN_CHARACTERS = 300;
// `priceColumns` rounds nothing, so its answer has none.
const OPTIONAL_FIELDS = new Set(["payable"]);

export class Disagreement extends Error {}

/**
 * Lets every contender answer once, which is its first warm-up too. Returns the exact totals as text, one for each
 * bill, with their sum, and for each inexact contender its own. The others are held against an exact contender that
 * isn't the core, so that the core is judged and not the judge.
 */
export function agreeOnAnswer(contenders, input, priceBook) {
  const answers = contenders.map((contender) => ({ contender, answer: answerOf(contender, input, priceBook) }));
  const exactAnswers = answers.filter(({ contender }) => contender.exact);
  const reference = exactAnswers.find(({ contender }) => !contender.isCore);
  for (const other of exactAnswers) {
    compare(reference, other);
  }
  const exactTotals = totalsOf(reference.answer);
  const inexactTotals = answers
    .filter(({ contender }) => !contender.exact)
    .map(({ contender, answer }) => ({ name: contender.name, total: totalsOf(answer).join(" + ") }));
  return { exactTotals, exactTotal: sumOfTexts(exactTotals), inexactTotals };
}

function answerOf(contender, input, priceBook) {
  try {
    // A detour through JSON leaves plain data, whatever prototype or accessor an answer comes with.
    return JSON.parse(JSON.stringify(contender.price(input, priceBook)));
  } catch (error) {
    // A refusal of the core has a code and a path beside its message.
    const place = error.code === undefined ? "" : ` (${error.code} at "${error.path}")`;
    throw new Disagreement(`${contender.name} gave no answer: ${error.message}${place}`, { cause: error });
  }
}

function compare(reference, other) {
  for (const [field, expected] of Object.entries(reference.answer)) {
    const leftOut = other.answer[field] === undefined && OPTIONAL_FIELDS.has(field);
    if (leftOut || isDeepStrictEqual(expected, other.answer[field])) {
      continue;
    }
    const shown = { [reference.contender.name]: expected, [other.contender.name]: other.answer[field] };
    const lines = Object.entries(shown).map(([name, value]) => `  ${name}: ${shorten(firstDifference(shown, value))}`);
    throw new Disagreement(`contenders disagree on ${field}, so this table was not timed\n${lines.join("\n")}`);
  }
}

/** A settlement has thousands of lines; of two lists of bills only the part that differs is worth showing. */
function firstDifference(shown, value) {
  const [left, right] = Object.values(shown);
  if (!Array.isArray(left) || !Array.isArray(right)) {
    return value;
  }
  const at = left.findIndex((element, index) => !isDeepStrictEqual(element, right[index]));
  const element = value[at === -1 ? left.length : at];
  const [leftElement, rightElement] = [left[at], right[at]];
  if (Array.isArray(leftElement?.lines) && Array.isArray(rightElement?.lines)) {
    const lines = { left: leftElement.lines, right: rightElement.lines };
    if (!isDeepStrictEqual(lines.left, lines.right)) {
      return firstDifference(lines, element.lines);
    }
    return { ...element, lines: `${element.lines.length} equal lines` };
  }
  return element;
}

function shorten(value) {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > LONGEST_SHOWN_CHARACTERS ? `${text.slice(0, LONGEST_SHOWN_CHARACTERS)}...` : text;
}

/** One total for columns, one for each bill for documents. */
function totalsOf(answer) {
  return answer.bills === undefined ? [answer.exactTotal] : answer.bills.map((bill) => bill.exact_total);
}

function sumOfTexts(texts) {
  return textFromScaled(texts.reduce((sum, text) => sum + scaledFromText(text), 0n));
}
