/** WebSocket as a page has it, over the `ws` that comes with socket.io-client. */

import Ws from "ws";

/** @import { Page } from "./page.js" */

/** @param {Page} page */
export function socketsOf(page) {
  return class WebSocket {
    static CONNECTING = 0;
    static OPEN = 1;
    static CLOSING = 2;
    static CLOSED = 3;

    /** @type {((event: object) => void) | null} */ onopen = null;
    /** @type {((event: object) => void) | null} */ onmessage = null;
    /** @type {((event: object) => void) | null} */ onclose = null;
    /** @type {((event: object) => void) | null} */ onerror = null;
    binaryType = "blob";
    #ws;

    /** @param {string} url @param {string | string[]} [protocols] */
    constructor(url, protocols = []) {
      const { browser } = page;
      this.url = url;
      const compliant = { perMessageDeflate: false, allowSynchronousEvents: false };
      // In a browser each message is a task of its own: what a page does about one is done before it hears the next.
      this.#ws = new Ws(url, protocols, { headers: browser.headers(), handshakeTimeout: 60_000, ...compliant });
      this.#ws.on("open", () => page.run(() => this.onopen?.({})));
      this.#ws.on("message", (/** @type {Buffer} */ data) => page.run(() => this.onmessage?.({ data: data.toString("utf8") })));
      this.#ws.on("error", () => page.run(() => this.onerror?.({})));
      this.#ws.on("close", (/** @type {number} */ code) => {
        page.sockets.delete(this);
        page.run(() => this.onclose?.({ code, reason: "", wasClean: code === 1000 }));
      });
      page.sockets.add(this);
      if (!browser.isOnline) this.tear();
    }

    get readyState() {
      return this.#ws.readyState;
    }

    get bufferedAmount() {
      return this.#ws.bufferedAmount;
    }

    /** @param {string} data */
    send(data) {
      if (this.#ws.readyState === 1) this.#ws.send(data);
    }

    /** @param {number} [code] @param {string} [reason] */
    close(code, reason) {
      this.#ws.close(code, reason);
    }

    /** The page or the network is gone. */
    tear() {
      this.#ws.terminate();
    }
  };
}
