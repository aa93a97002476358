// Importing this defines <tiermeter-calculator>, once, where there is a DOM to define it in. It loads its core by
// itself when the first calculator starts.
import { TiermeterCalculator, type CalculationDetail, type ErrorDetail } from "./element/calculator.js";

if (typeof customElements !== "undefined" && customElements.get("tiermeter-calculator") === undefined) {
  customElements.define("tiermeter-calculator", TiermeterCalculator);
}

declare global {
  interface HTMLElementTagNameMap {
    "tiermeter-calculator": TiermeterCalculator;
  }
  interface HTMLElementEventMap {
    "tiermeter-ready": CustomEvent<CalculationDetail>;
    "tiermeter-change": CustomEvent<CalculationDetail>;
    "tiermeter-error": CustomEvent<ErrorDetail>;
  }
}

export { TiermeterCalculator };
export type { CalculationDetail, ErrorDetail };
