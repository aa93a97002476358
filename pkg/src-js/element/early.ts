import { TiermeterError } from "../error.js";

/**
 * Properties that were set before the element was defined are its own and hide those of the class: they are set
 * anew. What is refused then has no caller left to catch it.
 */
export function takeEarly(
  element: HTMLElement,
  names: readonly string[],
  complain: (refusal: TiermeterError) => void,
): void {
  for (const name of names) {
    const early = Object.getOwnPropertyDescriptor(element, name);
    if (early === undefined) {
      continue;
    }
    const properties = element as unknown as Record<string, unknown>;
    delete properties[name];
    try {
      properties[name] = early.value;
    } catch (thrown) {
      if (!(thrown instanceof TiermeterError)) {
        throw thrown;
      }
      complain(thrown);
    }
  }
}
