// Gets a wasm file from where it lies.

declare const process: { versions?: { node?: string } } | undefined;

/** A file's bytes from the disk, or the answer of the server that holds it. */
export async function bytesAt(url: URL | string, integrity?: string): Promise<Response | Uint8Array<ArrayBuffer>> {
  const address = String(url);
  if (address.startsWith("file:") && typeof process !== "undefined" && process.versions?.node !== undefined) {
    // Node's fetch takes no file URL. A name that is no literal is left alone by bundlers.
    const name = "node:fs/promises";
    const { readFile } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as {
      readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
    };
    return readFile(new URL(address));
  }
  const response = await fetch(address, integrity === undefined ? {} : { integrity });
  if (!response.ok) {
    throw new Error(`${address} was answered with status ${response.status}, must be 200`);
  }
  return response;
}
