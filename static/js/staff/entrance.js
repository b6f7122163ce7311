/** In and out: who is signed in, over HTTP, and what the page is told of it. */

import { signIn, signOut, whoIsSignedIn } from "./session.js";

/** @import { Account, Refusal } from "./session.js" */

/** What the page shows at the door. @typedef {{ sending: boolean, refused: Refusal | null }} Entry */
/**
 * @typedef {{ type: "account", account: Account | null } | { type: "unanswered" } | { type: "entering" }
 *   | { type: "entry_refused", refusal: Refusal } | { type: "signed_out", told: boolean }} EntryEvent
 */

const ASK_AGAIN_MS = 3_000;

/** @type {Entry} */
export const AT_THE_DOOR = { sending: false, refused: null };

export class Entrance {
  #tell;
  #enter;
  #asking = false;

  /**
   * @param {(event: EntryEvent) => void} tell
   * @param {() => void} enter somebody is signed in, and the page was told who
   */
  constructor(tell, enter) {
    this.#tell = tell;
    this.#enter = enter;
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

  /** Whether another tab has signed in meanwhile. */
  async look() {
    await this.#once(async () => {
      const found = await whoIsSignedIn();
      if (typeof found === "object") this.#found(found);
    });
  }

  /** @param {string} name @param {string} password */
  async signIn(name, password) {
    await this.#once(async () => {
      this.#tell({ type: "entering" });
      const found = await signIn(name, password);
      if (typeof found === "object") this.#found(found);
      else this.#tell({ type: "entry_refused", refusal: found });
    });
  }

  /** Leave nothing on this screen, then tell the server. */
  async signOut() {
    this.#tell({ type: "signed_out", told: true });
    await this.#once(async () => {
      if (!(await signOut())) this.#tell({ type: "signed_out", told: false });
    });
  }

  /** @param {Account} account */
  #found(account) {
    this.#tell({ type: "account", account });
    this.#enter();
  }

  /** One question at a time. @param {() => Promise<void>} ask */
  async #once(ask) {
    if (this.#asking) return;
    this.#asking = true;
    await ask();
    this.#asking = false;
  }
}
