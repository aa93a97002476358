// A door before a server: an address that stays, behind which the server can be reached or not, or be another one.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Door {
  #sockets = new Set();
  #isShut = false;
  #listener;
  #backend;

  /** A door before this server, open. */
  static async before(backend) {
    const door = new Door();
    door.#backend = backend;
    door.#listener = createServer((socket) => door.#pass(socket)).listen(0, "127.0.0.1");
    await once(door.#listener, "listening");
    door.address = `http://127.0.0.1:${door.#listener.address().port}`;
    return door;
  }

  /** Cuts every connection, and takes no other: what is on its way is lost, as when a cable is pulled. */
  shut() {
    this.#isShut = true;
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  /** Lets connections through again, to where the server listens now. */
  open() {
    this.#isShut = false;
  }

  async remove() {
    this.shut();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  #pass(inner) {
    // A server that is starting has no address yet.
    const { base } = this.#backend;
    if (this.#isShut || base === undefined) {
      inner.destroy();
      return;
    }
    const { hostname, port } = new URL(base);
    const outer = connect(Number(port), hostname);
    for (const [socket, other] of [[inner, outer], [outer, inner]]) {
      this.#sockets.add(socket);
      // A connection that breaks off ends both of its halves; whoever talked over it notices.
      socket.on("error", () => {});
      socket.once("close", () => {
        this.#sockets.delete(socket);
        other.destroySoon();
      });
      socket.pipe(other);
    }
  }
}
