// Puts the bundled price book beside the module: it is a file of its own, for hosts that only want the prices.
import { copyFile } from "node:fs/promises";

const here = new URL("../", import.meta.url);
await copyFile(new URL("../crates/pricing/price-book.json", here), new URL("dist/price-book.json", here));
