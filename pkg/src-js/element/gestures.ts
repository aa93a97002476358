// What a person does in the shadow tree, as actions. One listener for each kind of event, added and taken away
// together.
import type { Field } from "./calculation.js";
import type { Action } from "./model.js";

const KINDS = ["input", "keydown", "click", "focusout", "slotchange"] as const;
/** How far the page keys go: a day, ten instances, a year. */
const PAGES = { hours: 24, instances: 10, month: 12, tier: 0 };

export class Gestures {
  readonly #root: ShadowRoot;
  readonly #act: (action: Action) => void;

  constructor(root: ShadowRoot, act: (action: Action) => void) {
    this.#root = root;
    this.#act = act;
  }

  connect(): void {
    for (const kind of KINDS) {
      this.#root.addEventListener(kind, this.#listen, false);
    }
  }

  disconnect(): void {
    for (const kind of KINDS) {
      this.#root.removeEventListener(kind, this.#listen, false);
    }
  }

  readonly #listen = (event: Event): void => {
    const action = actionOf(event);
    if (action !== undefined) {
      this.#act(action);
    }
  };
}

function actionOf(event: Event): Action | undefined {
  const target = event.target as HTMLElement;
  switch (event.type) {
    case "input":
      return inputAction(target as HTMLInputElement, event as InputEvent);
    case "focusout":
      return leaveAction(target as HTMLInputElement);
    case "keydown":
      return keyAction(target as HTMLInputElement, event as KeyboardEvent);
    case "slotchange":
      return { kind: "slot" };
    default:
      return clickAction(target);
  }
}

function inputAction(input: HTMLInputElement, { isComposing }: InputEvent): Action | undefined {
  if (input.type === "radio") {
    return { kind: "type", field: "tier", text: input.value };
  }
  if (input.type === "range") {
    return { kind: "slide", hours: Number(input.value) };
  }
  // What an input method has not finished is no text yet; leaving the field takes it.
  return isComposing ? undefined : { kind: "type", field: input.id as Field, text: input.value };
}

function leaveAction(input: HTMLInputElement): Action | undefined {
  return input.type === "text" ? { kind: "leave", field: input.id as Field, text: input.value } : undefined;
}

function keyAction(input: HTMLInputElement, event: KeyboardEvent): Action | undefined {
  if (input.type !== "text" || input.readOnly || event.altKey || event.ctrlKey || event.metaKey) {
    return undefined;
  }
  const field = input.id as Field;
  const sign =
    event.key === "ArrowUp" || event.key === "PageUp"
      ? 1
      : event.key === "ArrowDown" || event.key === "PageDown"
        ? -1
        : 0;
  if (sign === 0) {
    return undefined;
  }
  event.preventDefault();
  return { kind: "step", field, units: sign * (event.key.startsWith("Page") ? PAGES[field] : 1) };
}

function clickAction(target: HTMLElement): Action | undefined {
  const button = target.closest("button");
  if (button === null) {
    return undefined;
  }
  const [field, line] = [button.getAttribute("data-field"), button.getAttribute("data-line")];
  if (field !== null) {
    return { kind: "step", field: field as Field, units: Number(button.getAttribute("data-units")) };
  }
  if (line !== null) {
    return { kind: "select", line: Number(line) };
  }
  return button.hasAttribute("data-retry") ? { kind: "retry" } : undefined;
}
