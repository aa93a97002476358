// Hashes of files: for their names, and for browsers that check them.
import { createHash } from "node:crypto";
import { extname } from "node:path";

/** A name that carries the hash of the content, in so many digits that servers know it for one. */
export function hashedName(name, content) {
  const ending = extname(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return `${name.slice(0, -ending.length)}-${hash}${ending}`;
}

/** What the attribute `integrity` says of a file. */
export function integrityOf(content) {
  return `sha384-${createHash("sha384").update(content).digest("base64")}`;
}
