// What an element in the document watches: the language around it, and whether it comes near the reader's eye.
import { bare } from "./safe.js";

/** How far from the viewport a lazy calculator starts. */
const NEAR = "256px";

export class Watch {
  #languages: MutationObserver | undefined;
  #nearness: IntersectionObserver | undefined;

  /** Tells whenever an element of the document gets another language. */
  languages(act: () => void): void {
    this.#languages = new MutationObserver(act);
    this.#languages.observe(document, bare({ subtree: true, attributes: true, attributeFilter: ["lang"] }));
  }

  /** Tells once when the element is near the viewport. */
  nearness(element: Element, act: () => void): void {
    this.#nearness?.disconnect();
    this.#nearness = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) {
          this.#nearness?.disconnect();
          act();
        }
      },
      bare({ rootMargin: NEAR }),
    );
    this.#nearness.observe(element);
  }

  /** Watches nothing more. */
  end(): void {
    this.#languages?.disconnect();
    this.#nearness?.disconnect();
  }
}
