// The buttons that copy the text beside them.

const SAID_MILLISECONDS = 2000;

/** Copies for every button below `root` that names, in `data-copy`, the element whose text it copies. */
export function letCopy(root: ParentNode, status: HTMLElement): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.addEventListener("click", () => void copy(button, status));
  }
}

const timers = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();

async function copy(button: HTMLButtonElement, status: HTMLElement): Promise<void> {
  const source = document.getElementById(button.dataset.copy!)!;
  const words = button.querySelector<HTMLElement>("[data-words]")!;
  words.dataset.words ||= words.textContent;
  let done: string;
  try {
    await navigator.clipboard.writeText(source.textContent);
    done = button.dataset.copied!;
  } catch {
    // Without permission, or without https: the reader copies what is selected.
    getSelection()?.selectAllChildren(source);
    done = button.dataset.selected!;
  }
  words.textContent = done;
  // An empty text between two that are the same lets the second one be heard too.
  status.textContent = "";
  requestAnimationFrame(() => {
    status.textContent = `${button.dataset.name}: ${done}`;
  });
  clearTimeout(timers.get(button));
  const restore = () => {
    words.textContent = words.dataset.words!;
  };
  timers.set(button, setTimeout(restore, SAID_MILLISECONDS));
}
