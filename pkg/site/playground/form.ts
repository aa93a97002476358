// The form of choices: reads it, fills it, and says what is wrong with an entry.
import { millisecondsOf } from "../../src-js/element/hours.js";
import type { Choices } from "./choices.js";
import type { Tier } from "./preview.js";

const MOST_INSTANCES = 1000;
const MOST_MILLISECONDS = 31 * 24 * 3_600_000;

/** Whether an entry can be written into the snippet; empty ones are left out of it. */
const RULES: Partial<Record<keyof Choices, (text: string) => boolean>> = {
  instances: (text) => /^\d{1,4}$/.test(text) && Number(text) <= MOST_INSTANCES,
  hours(text) {
    const milliseconds = millisecondsOf(text);
    return typeof milliseconds === "number" && milliseconds > 0 && milliseconds <= MOST_MILLISECONDS;
  },
  month: (text) => /^(19[789]\d|2[01]\d\d)-(0[1-9]|1[0-2])$/.test(text) && text >= "1970-02" && text <= "2199-11",
  book(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url !== undefined && (url.protocol === "https:" || url.origin === location.origin);
  },
};

export class ChoicesForm {
  /** The last choices that were right, entry by entry. */
  #right: Choices;

  constructor(
    readonly form: HTMLFormElement,
    choices: Choices,
    readonly onChange: (choices: Choices) => void,
  ) {
    this.#right = choices;
    this.fill(choices);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.#take(false));
    form.addEventListener("change", () => this.#take(true));
  }

  get choices(): Choices {
    return this.#right;
  }

  /** Shows choices, and takes them as they are. */
  fill(choices: Choices): void {
    this.#right = { ...choices };
    for (const [name, value] of Object.entries(choices)) {
      const entry = this.form.elements.namedItem(name);
      if (entry instanceof RadioNodeList) {
        for (const radio of entry as Iterable<Node> as Iterable<HTMLInputElement>) {
          radio.checked = radio.value === value;
        }
      } else if (entry instanceof HTMLInputElement && entry.type === "checkbox") {
        entry.checked = value === true;
      } else if (entry instanceof HTMLInputElement || entry instanceof HTMLSelectElement) {
        entry.value = String(value);
      }
      this.#mark(name, true);
    }
  }

  /** The tiers of the price book that holds, for choice; one that it does not have is given up. */
  offerTiers(tiers: Tier[]): void {
    const select = this.form.elements.namedItem("tier") as HTMLSelectElement;
    const [first] = select.options;
    const offered = tiers.map(({ code, name }) => new Option(`${code} ${name}`, code));
    const shown = [...select.options].slice(1).map(({ text }) => text);
    if (offered.map(({ text }) => text).join("\n") !== shown.join("\n")) {
      select.replaceChildren(first!, ...offered);
    }
    select.value = tiers.some(({ code }) => code === this.#right.tier) ? this.#right.tier : "";
    this.#right.tier = select.value;
  }

  /** Takes what is right; an address only when it is whole, as it will be asked for a price book. */
  #take(isLeft: boolean): void {
    const data = new FormData(this.form);
    const choices: Choices = { ...this.#right };
    for (const [name, before] of Object.entries(this.#right)) {
      if (name === "book" && !isLeft) {
        continue;
      }
      if (typeof before === "boolean") {
        // One that does not matter at the moment is disabled, and keeps what was chosen.
        Object.assign(choices, { [name]: (this.form.elements.namedItem(name) as HTMLInputElement).checked });
        continue;
      }
      const text = String(data.get(name) ?? before).normalize("NFKC").trim();
      const isRight = text === "" || (RULES[name as keyof Choices]?.(text) ?? true);
      // A date that is typed half is no text yet.
      const isWhole = !(this.form.elements.namedItem(name) as HTMLInputElement).validity?.badInput;
      this.#mark(name, isRight && isWhole);
      if (isRight && isWhole) {
        Object.assign(choices, { [name]: text });
      }
    }
    this.#right = choices;
    this.onChange(choices);
  }

  /** Says at an entry what is wrong with it. */
  #mark(name: string, isRight: boolean): void {
    const fault = this.form.querySelector<HTMLElement>(`#${name}-fault`);
    if (fault === null) {
      return;
    }
    const entry = this.form.elements.namedItem(name) as HTMLInputElement;
    fault.hidden = isRight;
    if (isRight) {
      entry.removeAttribute("aria-invalid");
      entry.removeAttribute("aria-describedby");
    } else {
      entry.setAttribute("aria-invalid", "true");
      entry.setAttribute("aria-describedby", fault.id);
    }
  }
}
