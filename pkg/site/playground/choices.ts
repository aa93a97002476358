// What a reader chooses, and how a browser keeps it while the window is open.

/** What the calculator starts with, as text; empty for what the element takes by itself. */
export interface Start {
  tier: string;
  instances: string;
  hours: string;
  month: string;
}

/** Everything that the form asks. */
export interface Choices extends Start {
  lang: "" | "en" | "zh-CN";
  theme: "" | "light" | "dark" | "auto";
  display: "" | "code" | "name";
  colours: "" | "ink" | "ocean" | "print";
  readonly: boolean;
  lazy: boolean;
  table: boolean;
  book: string;
  from: "site" | "npm";
  pinned: boolean;
}

/** What the page starts with. */
export const FIRST_CHOICES: Choices = {
  tier: "A",
  instances: "2",
  hours: "250",
  month: "",
  lang: "",
  theme: "",
  display: "",
  colours: "",
  readonly: false,
  lazy: false,
  table: true,
  book: "",
  from: "site",
  pinned: true,
};

export const START_FIELDS = ["tier", "instances", "hours", "month"] as const;

/** What a choice of a few can be. */
const WORDS: Partial<Record<keyof Choices, unknown[]>> = {
  lang: ["", "en", "zh-CN"],
  theme: ["", "light", "dark", "auto"],
  display: ["", "code", "name"],
  colours: ["", "ink", "ocean", "print"],
  from: ["site", "npm"],
};

const KEY = "tiermeter.embed";

/** The choices of this window before it was loaded anew, or those that the page starts with. */
export function keptChoices(): Choices {
  const choices = { ...FIRST_CHOICES };
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Record<keyof Choices, unknown>>;
    for (const name of Object.keys(choices) as (keyof Choices)[]) {
      if (typeof kept[name] === typeof choices[name] && (WORDS[name]?.includes(kept[name]) ?? true)) {
        Object.assign(choices, { [name]: kept[name] });
      }
    }
  } catch {
    // A browser that keeps nothing for this page, or what an older page kept.
  }
  return choices;
}

/** Keeps the choices as long as the window is open; no server is told. */
export function keep(choices: Choices): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // A full or refused storage costs only the memory of these choices.
  }
}
