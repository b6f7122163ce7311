/** One's own account over HTTP: the devices one signs in with, and the recovery codes. */

import { ask, of, texts } from "../staff/asking.js";
import { openEnrolment, prove } from "../staff/factors.js";
import { knowsPasskeys } from "../staff/passkey.js";

/** @import { Answer, Refused } from "../staff/asking.js" */
/** @import { DeviceKind } from "../staff/device.js" */
/** @import { Opened } from "../staff/factors.js" */
/** @import { Factor, OwnEvent } from "./own_state.js" */

export class OwnAccount {
  #tell;
  #expired;
  /** @type {Opened | null} */
  #opened = null;

  /** @param {(event: OwnEvent) => void} tell @param {() => void} expired the session is over */
  constructor(tell, expired) {
    this.#tell = tell;
    this.#expired = expired;
  }

  /** Ask what this account signs in with. */
  async look() {
    this.#listed(await ask("GET", "/session/factors"));
  }

  /** Begin to add a device. */
  async begin() {
    this.#tell({ type: "adding", adding: true });
    await this.#open();
  }

  /** @param {DeviceKind} kind @param {string} label @param {string} code */
  async add(kind, label, code) {
    if (this.#opened === null) return;
    this.#tell({ type: "device", event: { type: "proving" } });
    const factor = await prove(this.#opened, kind, label, code);
    const answer = "refused" in factor ? factor : await ask("POST", "/session/factors", { enrolment: this.#opened.enrolment, factor });
    if ("read" in answer) return this.#listed(answer);
    if (answer.refused === "enrolment_gone") await this.#open();
    return this.#unproven(answer);
  }

  /** @param {string} id of a factor */
  async remove(id) {
    this.#tell({ type: "sending" });
    this.#listed(await ask("DELETE", `/session/factors/${encodeURIComponent(id)}`));
  }

  /** New recovery codes in place of the old ones. */
  async renewCodes() {
    this.#tell({ type: "sending" });
    const answer = await ask("POST", "/session/recovery", {});
    if ("refused" in answer) this.#refused(answer);
    else this.#tell({ type: "codes", codes: texts(of(answer.read, "recovery")) });
  }

  async #open() {
    const opened = await openEnrolment("/session/factors/open", {});
    if ("refused" in opened) return this.#unproven(opened);
    this.#opened = opened;
    return this.#tell({ type: "device", event: { type: "opened", app: opened.app, passkeys: knowsPasskeys() } });
  }

  /** @param {Answer} answer */
  #listed(answer) {
    if ("refused" in answer) return this.#refused(answer);
    const factors = of(answer.read, "factors");
    const left = of(answer.read, "recovery_left");
    if (!Array.isArray(factors)) return undefined;
    return this.#tell({ type: "factors", factors: /** @type {Factor[]} */ (factors), left: typeof left === "number" ? left : 0 });
  }

  /** @param {Refused} refused */
  #refused(refused) {
    this.#tell({ type: "refused", ...refused });
    if (refused.refused === "not_signed_in") this.#expired();
  }

  /** @param {Refused} refused */
  #unproven(refused) {
    this.#tell({ type: "device", event: { type: "unproven", ...refused } });
    if (refused.refused === "not_signed_in") this.#expired();
  }
}
