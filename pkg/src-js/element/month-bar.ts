// The picture under the slider: the stretch as a bar, with the days of the month. An SVG, since its attributes are
// no inline styles.
import type { Calculation } from "./calculation.js";
import { draw } from "./safe.js";

const MILLISECONDS_PER_DAY = 86_400_000;
const DAYS_PER_LABEL = 7;

export class MonthBar {
  readonly node = draw("svg", {
    class: "bar",
    width: "100%",
    height: "100%",
    "aria-hidden": "true",
    focusable: "false",
  });
  readonly #fill = draw("rect", { class: "fill", x: "0", y: "0", height: "20", rx: "3" });
  readonly #days = draw("g", {});
  #shownDays = "";

  constructor() {
    const track = draw("rect", { class: "track", x: "0", y: "0", width: "100%", height: "20", rx: "3" });
    this.node.append(track, this.#fill, this.#days);
  }

  update(calculation: Calculation): void {
    const { stretch, month, mostMilliseconds } = calculation;
    if (stretch === undefined) {
      return;
    }
    this.#fill.setAttribute("width", percent((stretch.until - stretch.from) / mostMilliseconds));
    const shown = `${month.from} ${stretch.from}`;
    if (shown === this.#shownDays) {
      return;
    }
    this.#shownDays = shown;
    this.#days.replaceChildren();
    for (let day = 1; day <= month.days; day += 1) {
      const place = (month.from + (day - 1) * MILLISECONDS_PER_DAY - stretch.from) / mostMilliseconds;
      if (place < 0) {
        continue;
      }
      const isLabelled = day % DAYS_PER_LABEL === 1;
      const x = percent(place);
      if (place > 0) {
        this.#days.append(draw("line", { x1: x, x2: x, y1: isLabelled ? "0" : "14", y2: "20" }));
      }
      if (isLabelled) {
        this.#days.append(draw("text", { x, y: "35" }, `${day}`));
      }
    }
  }
}

function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}
