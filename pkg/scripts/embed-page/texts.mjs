// The words of the page in one language, and the template that they are put into.

/** Text as HTML. */
export function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Text as HTML, with what stands between backticks as code. */
export function marked(text) {
  return escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

export class Texts {
  #texts;
  #taken = new Set();

  constructor(texts) {
    this.#texts = texts;
  }

  get language() {
    return this.#texts.lang;
  }

  /** The text of a name, as HTML. */
  take(name) {
    if (!Object.hasOwn(this.#texts, name)) {
      throw new Error(`the ${this.language} texts lack ${name}`);
    }
    this.#taken.add(name);
    return marked(this.#texts[name]);
  }

  /** The template with everything in its place: `{{name}}` is a text, `{{=name}}` a part that is HTML already. */
  fill(template, parts) {
    const partOf = (name) => {
      if (!Object.hasOwn(parts, name)) {
        throw new Error(`the template names the part ${name}, which there isn't`);
      }
      return parts[name];
    };
    const page = template
      .replace(/\{\{([a-z_]+)\}\}/g, (_, name) => this.take(name))
      .replace(/\{\{=([a-z:-]+)\}\}/g, (_, name) => partOf(name));
    const unused = Object.keys(this.#texts).filter((name) => !this.#taken.has(name));
    if (unused.length > 0) {
      throw new Error(`the ${this.language} texts ${unused.join(", ")} stand nowhere`);
    }
    return page;
  }
}
