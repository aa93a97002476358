// Light, dark, or as the system has it: the same choice as on the pricing page, under the same key. style/boot.js
// applies what was chosen before the first paint.

const STORAGE_KEY = "tiermeter.theme";

/** Lets a group of radio buttons choose the theme. */
export function letChooseTheme(group: HTMLElement): void {
  const kept = document.documentElement.dataset.theme ?? "system";
  for (const radio of group.querySelectorAll("input")) {
    radio.checked = radio.value === kept;
  }
  group.addEventListener("change", ({ target }) => {
    const { value } = target as HTMLInputElement;
    if (value === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = value;
    }
    try {
      localStorage.setItem(STORAGE_KEY, value);
    } catch {
      // A full or refused storage costs only the memory of this choice.
    }
  });
}
