/** In and out: who is signed in, over HTTP, and what the page is told of it. */

import { refusalOf } from "./door.js";
import { knowsPasskeys, usePasskey } from "./passkey.js";
import { secondStep, signIn, signOut, whoIsSignedIn } from "./session.js";

/** @import { EntryEvent, Knock, Method } from "./door.js" */
/** @import { Account, Pending } from "./session.js" */
/** @import { Refused } from "./asking.js" */

const ASK_AGAIN_MS = 3_000;

export class Entrance {
  #tell;
  #page;
  #entering = false;
  /** Between the two steps of signing in; never in the page's state. @type {Pending | null} */
  #pending = null;
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
      if (!("refused" in found)) return this.#found(found);
      if (found.refused === "not_signed_in") return this.#tell({ type: "account", account: null });
      this.#knock({ type: "unanswered" });
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  /** @param {string} name @param {string} password */
  signIn(name, password) {
    this.#enter(async () => {
      const found = await signIn(name, password);
      if ("refused" in found) return this.#refused(found);
      const methods = found.methods.filter((method) => method !== "passkey" || knowsPasskeys());
      this.#pending = found;
      return this.#knock({ type: "second", methods });
    });
  }

  /** Ask for another method; null: for the name and the password again. @param {Method | null} method */
  choose(method) {
    this.#knock({ type: "method", method });
  }

  /** Show a code. @param {"totp" | "recovery"} method @param {string} code */
  showCode(method, code) {
    this.#enter(async () => this.#shown(await secondStep({ pending: this.#pending?.pending ?? "", method, code })));
  }

  /** Have the browser show the passkey. */
  showPasskey() {
    this.#enter(async () => {
      const { pending, passkey } = this.#pending ?? { pending: "", passkey: null };
      const credential = passkey === null ? "passkey_unfit" : await usePasskey(passkey);
      if (typeof credential === "string") return this.#refused({ refused: credential, seconds: 0 });
      return this.#shown(await secondStep({ pending, method: "passkey", credential }));
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

  /** @param {Account | Refused} found */
  #shown(found) {
    if ("refused" in found) return this.#refused(found);
    this.#pending = null;
    this.#found(found);
    this.#tabs.postMessage("in");
  }

  /** Another tab has signed in, perhaps under another name: the session is the browser's, not the tab's. */
  #look() {
    this.#ask(async () => {
      const found = await whoIsSignedIn();
      if ("refused" in found || found.name === this.#page.inside()) return;
      this.#page.leave();
      this.#found(found);
    });
  }

  /** @param {boolean} told whether the server knows */
  #left(told) {
    this.#pending = null;
    this.#page.leave();
    this.#tell({ type: "signed_out", told });
  }

  /** @param {Account} account */
  #found(account) {
    this.#tell({ type: "account", account });
    this.#page.enter();
  }

  /** @param {Refused} refusal */
  #refused({ refused, seconds }) {
    this.#knock({ type: "entry_refused", refusal: refusalOf(refused), seconds });
  }

  /** @param {Knock} knock */
  #knock(knock) {
    this.#tell({ type: "knock", knock });
  }

  /** One attempt at a time. @param {() => Promise<void>} attempt never rejects */
  #enter(attempt) {
    if (this.#entering) return;
    this.#entering = true;
    this.#knock({ type: "entering" });
    this.#ask(async () => {
      await attempt();
      this.#entering = false;
    });
  }

  /** @param {() => Promise<void>} ask never rejects */
  #ask(ask) {
    this.#asked = this.#asked.then(ask);
  }
}
