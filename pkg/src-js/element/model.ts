// What the parts of the shadow tree show, and what a person does with them.
import type { Calculation, Field } from "./calculation.js";
import type { CurrencyDisplay, Figures } from "./figures.js";
import type { Texts } from "./texts.js";

/** Everything that is to be seen. */
export interface Model {
  texts: Texts;
  figures: Figures;
  display: CurrencyDisplay;
  /** The sentence that says why nothing can be calculated. */
  failure: string | undefined;
  canRetry: boolean;
  /** There once core and price book are. */
  calculation: Calculation | undefined;
  isReadonly: boolean;
  isDisabled: boolean;
  /** The field that is being typed into: its text is left alone. */
  typing: Field | undefined;
}

/** The same once there is something to calculate. */
export type ReadyModel = Model & { calculation: Calculation };

/** What a person does, and what the host puts into the slots. */
export type Action =
  | { kind: "type"; field: Field; text: string }
  | { kind: "leave"; field: Field; text: string }
  | { kind: "step"; field: Field; units: number }
  | { kind: "slide"; hours: number }
  | { kind: "select"; line: number }
  | { kind: "slot" }
  | { kind: "retry" };

/** An action that changes a field. */
export type Change = Extract<Action, { kind: "type" | "leave" | "step" | "slide" }>;

export function isChange(action: Action): action is Change {
  return action.kind !== "retry" && action.kind !== "slot" && action.kind !== "select";
}

/** The field that an action changes. */
export function fieldOf(action: Change): Field {
  return action.kind === "slide" ? "hours" : action.field;
}

/** The text that a field gets by an action; `undefined` where nothing changes. */
export function textOf(action: Change, calculation: Calculation): string | undefined {
  switch (action.kind) {
    case "type":
      return action.text;
    case "leave":
      return action.text === calculation.textOf(action.field) ? undefined : action.text;
    case "step":
      return calculation.stepped(action.field, action.units);
    case "slide":
      return calculation.hoursAt(action.hours);
  }
}
