// The snippet before anybody has chosen anything: the page is built with it.
import { FIRST_CHOICES } from "./choices.js";
import { snippetOf, type Site, type Snippet } from "./snippet.js";

export function firstSnippet(site: Site): Snippet {
  return snippetOf(FIRST_CHOICES, site);
}
