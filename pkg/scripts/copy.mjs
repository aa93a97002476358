// After the compiler: puts the files beside the module that are documents and no code.
import { copyFile } from "node:fs/promises";

const here = new URL("../", import.meta.url);
const dist = new URL("dist/", here);

// The bundled price book is a file of its own too, for hosts that only want the prices.
await copyFile(new URL("../crates/pricing/price-book.json", here), new URL("price-book.json", dist));
// What the element offers, for editors and catalogues.
await copyFile(new URL("custom-elements.json", here), new URL("custom-elements.json", dist));
