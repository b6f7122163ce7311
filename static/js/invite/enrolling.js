/** An invitation over HTTP, from the link to being signed in. Holds the token and the password, which the page's state never does. */

import { NO_ANSWER, ask, of, texts } from "../staff/asking.js";
import { openEnrolment, prove } from "../staff/factors.js";
import { knowsPasskeys } from "../staff/passkey.js";
import { account, whoIsSignedIn } from "../staff/session.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Refused } from "../staff/asking.js" */
/** @import { DeviceKind } from "../staff/device.js" */
/** @import { Factor, Opened } from "../staff/factors.js" */
/** @import { Invite, InviteEvent } from "./state.js" */

const ASK_AGAIN_MS = 3_000;
/** Asking again may help, without anybody doing anything. */
const PASSES = new Set(["no_answer", "storage", "busy"]);

export class Enrolling {
  #store;
  #token;
  #password = "";
  /** @type {Opened | null} */
  #opened = null;
  /** Whether the server may have taken everything without our hearing of it. */
  #unheard = false;

  /** @param {Store<Invite, InviteEvent>} store @param {string} token of the link; empty when there was none */
  constructor(store, token) {
    this.#store = store;
    this.#token = token;
  }

  /** Ask whom the link is for, until the server has said so. */
  async begin() {
    if (this.#token === "") return this.#store.dispatch({ type: "missing" });
    for (;;) {
      const refused = await this.#open("/invite/open", { token: this.#token });
      if (refused === null || !PASSES.has(refused.refused)) return this.#unless(refused);
      this.#store.dispatch({ type: "refused", ...refused });
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  /** @param {string} password */
  async choose(password) {
    this.#store.dispatch({ type: "sending" });
    const answer = await ask("POST", "/invite/password", { token: this.#token, password });
    if ("refused" in answer) return this.#unless(answer);
    this.#password = password;
    return this.#store.dispatch({ type: "to", screen: "device" });
  }

  /** The first device, and with it the account. @param {DeviceKind} kind @param {string} label @param {string} code */
  async accept(kind, label, code) {
    const factor = await this.#prove(kind, label, code);
    if (factor === null || this.#opened === null) return;
    const { enrolment } = this.#opened;
    const answer = await ask("POST", "/invite/accept", { token: this.#token, enrolment, password: this.#password, factor });
    if ("refused" in answer) return void (await this.#notAccepted(answer));
    this.#accepted(of(answer.read, "account"), of(answer.read, "recovery"));
  }

  /** Ask for what a second device needs. */
  async openSecond() {
    this.#store.dispatch({ type: "to", screen: "second" });
    const refused = await this.#open("/session/factors/open", {});
    if (refused !== null) this.#unproven(refused);
  }

  /** @param {DeviceKind} kind @param {string} label @param {string} code */
  async add(kind, label, code) {
    const factor = await this.#prove(kind, label, code);
    if (factor === null || this.#opened === null) return;
    const answer = await ask("POST", "/session/factors", { enrolment: this.#opened.enrolment, factor });
    if ("read" in answer) return this.#store.dispatch({ type: "added" });
    if (answer.refused === "enrolment_gone") await this.#open("/session/factors/open", {});
    return this.#unproven(answer);
  }

  /** @param {string} path @param {object} body @returns {Promise<Refused | null>} */
  async #open(path, body) {
    const opened = await openEnrolment(path, body);
    if ("refused" in opened) return opened;
    this.#opened = opened;
    const [name, kind] = [of(opened.read, "name"), of(opened.read, "kind")];
    if (typeof name === "string") this.#store.dispatch({ type: "opened", name, anew: kind === "reset" });
    this.#store.dispatch({ type: "device", event: { type: "opened", app: opened.app, passkeys: knowsPasskeys() } });
    return null;
  }

  /** @param {DeviceKind} kind @param {string} label @param {string} code @returns {Promise<Factor | null>} */
  async #prove(kind, label, code) {
    if (this.#opened === null) return null;
    this.#store.dispatch({ type: "device", event: { type: "proving" } });
    const factor = await prove(this.#opened, kind, label, code);
    if ("refused" in factor) this.#unproven(factor);
    return "refused" in factor ? null : factor;
  }

  /** @param {Refused} answer */
  async #notAccepted(answer) {
    if (answer.refused === "invite_gone" && this.#unheard && (await this.#isIn())) return;
    this.#unheard ||= answer.refused === "no_answer";
    if (answer.refused === "enrolment_gone") await this.#open("/invite/open", { token: this.#token });
    if (answer.refused.startsWith("password_")) this.#store.dispatch({ type: "to", screen: "password" });
    this.#unproven(answer);
    this.#unless(answer);
  }

  /** The answer was lost on its way, and with it the codes; whoever is signed in can have others. */
  async #isIn() {
    const found = await whoIsSignedIn();
    if ("refused" in found || found.name !== this.#store.state.name) return false;
    const answer = await ask("POST", "/session/recovery", {});
    if ("refused" in answer) return false;
    this.#store.dispatch({ type: "accepted", account: found, recovery: texts(of(answer.read, "recovery")) });
    return true;
  }

  /** @param {unknown} told @param {unknown} recovery */
  #accepted(told, recovery) {
    this.#password = "";
    const found = account(told);
    if (found === null) return this.#unproven(NO_ANSWER);
    return this.#store.dispatch({ type: "accepted", account: found, recovery: texts(recovery) });
  }

  /** @param {Refused} refused */
  #unproven(refused) {
    this.#store.dispatch({ type: "device", event: { type: "unproven", ...refused } });
  }

  /** @param {Refused | null} refused */
  #unless(refused) {
    if (refused === null) return;
    this.#store.dispatch(refused.refused === "invite_gone" ? { type: "gone" } : { type: "refused", ...refused });
  }
}
