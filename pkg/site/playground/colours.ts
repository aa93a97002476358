// Colours for the calculator that show what a page can set: a few custom properties, light and dark at once.
import type { Choices } from "./choices.js";

/** Custom properties and their values, by the name of the choice. */
export const COLOURS: Record<Choices["colours"], Record<string, string>> = {
  "": {},
  ink: {
    "--tiermeter-accent": "light-dark(#1b1d1c, #eceae4)",
    "--tiermeter-accent-ink": "light-dark(#ffffff, #101312)",
    "--tiermeter-radius": "0px",
  },
  ocean: {
    "--tiermeter-accent": "light-dark(#1f5fa8, #8db4f5)",
    "--tiermeter-accent-ink": "light-dark(#ffffff, #0b1a30)",
    "--tiermeter-paper": "light-dark(#f6fafe, #0f1720)",
    "--tiermeter-ink": "light-dark(#14202c, #e3ebf3)",
    "--tiermeter-line": "light-dark(#d3dfea, #263443)",
    "--tiermeter-radius": "10px",
  },
  print: {
    "--tiermeter-accent": "light-dark(#8c2f1b, #f0a58f)",
    "--tiermeter-accent-ink": "light-dark(#ffffff, #2b0d05)",
    "--tiermeter-paper": "light-dark(#fffdf7, #171512)",
    "--tiermeter-ink": "light-dark(#221d17, #eee7da)",
    "--tiermeter-line": "light-dark(#ded6c4, #37322a)",
    "--tiermeter-font": 'Georgia, "Noto Serif", "Noto Serif SC", serif',
    "--tiermeter-radius": "2px",
  },
};
