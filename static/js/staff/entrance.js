/** In and out: who is signed in, over HTTP, and what the page is told of it. */

import { signIn, signOut, whoIsSignedIn } from "./session.js";

/** @import { EntryEvent } from "./door.js" */
/** @import { Account } from "./session.js" */

const ASK_AGAIN_MS = 3_000;

export class Entrance {
  #tell;
  #page;
  #entering = false;
  /** One question at a time, in order. @type {Promise<void>} */
  #asked = Promise.resolve();
  /** The other tabs of this browser share the session, and so its end. */
  #tabs = new BroadcastChannel("luister.session");

  /**
   * @param {(event: EntryEvent) => void} tell
   * @param {{ inside: () => string | null, enter: () => void, leave: () => void }} page `inside`: the name of who is signed in
   *   here; `enter`: somebody is, and the page was told who; `leave`: let go of the connection, the page is told next
   */
  constructor(tell, page) {
    this.#tell = tell;
    this.#page = page;
    this.#tabs.onmessage = ({ data }) => (data === "out" ? this.#left(true) : this.#look());
  }

  /** Find out who is signed in, until the server has said so. */
  async begin() {
    for (;;) {
      const found = await whoIsSignedIn();
      if (typeof found === "object") return this.#found(found);
      if (found === "not_signed_in") return this.#tell({ type: "account", account: null });
      this.#tell({ type: "unanswered" });
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  /** @param {string} name @param {string} password */
  signIn(name, password) {
    if (this.#entering) return;
    this.#entering = true;
    this.#tell({ type: "entering" });
    this.#ask(async () => {
      const found = await signIn(name, password);
      this.#entering = false;
      if (typeof found === "object") {
        this.#found(found);
        this.#tabs.postMessage("in");
      } else this.#tell({ type: "entry_refused", refusal: found });
    });
  }

  /** Leave nothing on this screen, then tell the server. */
  signOut() {
    this.#left(true);
    this.#tabs.postMessage("out");
    this.#ask(async () => {
      if (!(await signOut())) this.#left(false);
    });
  }

  /** Another tab has signed in, perhaps under another name: the session is the browser's, not the tab's. */
  #look() {
    this.#ask(async () => {
      const found = await whoIsSignedIn();
      if (typeof found !== "object" || found.name === this.#page.inside()) return;
      this.#page.leave();
      this.#found(found);
    });
  }

  /** @param {boolean} told whether the server knows */
  #left(told) {
    this.#page.leave();
    this.#tell({ type: "signed_out", told });
  }

  /** @param {Account} account */
  #found(account) {
    this.#tell({ type: "account", account });
    this.#page.enter();
  }

  /** @param {() => Promise<void>} ask never rejects */
  #ask(ask) {
    this.#asked = this.#asked.then(ask);
  }
}
