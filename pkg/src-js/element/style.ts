// The look, as a style sheet that documents share: no <style> and no style attribute, so that strict policies on
// styles have nothing to refuse. Colours are those of the product's tokens; a page sets its own as --tiermeter-*.
import { rules } from "./rules.js";

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** Gives a shadow tree its look. */
export function dress(root: ShadowRoot): void {
  const { ownerDocument } = root;
  const view = ownerDocument.defaultView ?? window;
  let sheet = sheets.get(ownerDocument);
  if (sheet === undefined) {
    sheet = new (view as typeof window & { CSSStyleSheet: typeof CSSStyleSheet }).CSSStyleSheet();
    sheet.replaceSync(rules);
    sheets.set(ownerDocument, sheet);
  }
  root.adoptedStyleSheets = [sheet];
}
