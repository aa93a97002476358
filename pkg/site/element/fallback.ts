// The fallback of the element that other sites load from here, in place of the package's own import, which no hash
// vouches for. A script element checks the file; the import that follows gets the very module that was checked.
import type { fallbackEngine as engine } from "../../src-js/fallback.js";

/** The file's name beside this one, and its hash; put in their place when the files are joined. */
declare const FALLBACK: string;
declare const FALLBACK_INTEGRITY: string;

// Taken from the prototype: a page may hold elements whose names hide the document's own.
const { createElement, querySelector, querySelectorAll } = Document.prototype;

const address = new URL(FALLBACK, import.meta.url).href;
const scripts = querySelectorAll.call(document, "script[src]") as NodeListOf<HTMLScriptElement>;
const own = [...scripts].find(({ src }) => src === import.meta.url);
const script = createElement.call(document, "script") as HTMLScriptElement;
script.type = "module";
script.crossOrigin = "";
script.integrity = FALLBACK_INTEGRITY;
script.nonce = own?.nonce ?? "";
script.src = address;
try {
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${address} cannot be loaded, or is not what it was`));
    querySelector.call(document, "head")!.append(script);
  });
} finally {
  script.remove();
}

const module = (await import(address)) as { fallbackEngine: typeof engine };

export const fallbackEngine = module.fallbackEngine;
