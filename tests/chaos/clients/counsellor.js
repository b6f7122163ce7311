/** A counsellor's tab: counsellor/main.js without a document to draw in. */

import { Page, now } from "./page.js";
import { standing, texts } from "./screen.js";

/** @import { Desk, DeskEvent } from "../../../static/js/counsellor/state.js" */
/** @import { Talk } from "../../../static/js/counsellor/talk.js" */
/** @import { Shift } from "../../../static/js/counsellor/shift.js" */
/** @import { Store } from "../../../static/js/shared/store.js" */
/** @import { Browser, Storage } from "./browser.js" */
/** @import { Promises } from "./screen.js" */

const MODULES = {
  envelope: "/static/js/shared/envelope.js",
  lines: "/static/js/shared/lines.js",
  shifts: "/static/js/counsellor/shift.js",
  state: "/static/js/counsellor/state.js",
  stores: "/static/js/shared/store.js",
};
const TICK_MS = 1_000;
/** How soon somebody who presses "Aannemen" presses it again when the offer still stands there. */
const PRESS_AGAIN_MS = 2_000;

export class CounsellorTab {
  /** Whether every offer is accepted. */
  accepts = true;
  /** @type {Page} */
  page;
  /** @type {{ envelope: typeof import("../../../static/js/shared/envelope.js"), lines: typeof import("../../../static/js/shared/lines.js"),
   *   shifts: typeof import("../../../static/js/counsellor/shift.js"), state: typeof import("../../../static/js/counsellor/state.js"),
   *   stores: typeof import("../../../static/js/shared/store.js") }} */
  #js;
  /** @type {Store<Desk, DeskEvent>} */
  #store;
  /** @type {Shift} */
  #shift;
  #promises;
  #pressedAt = 0;
  /** What is shown as the second step. @type {string | null} */
  #code = null;

  /** @param {Page} page @param {any} js @param {Promises} promises */
  constructor(page, js, promises) {
    this.page = page;
    this.#js = js;
    this.#promises = promises;
    this.#store = new this.#js.stores.Store(this.#js.state.START, this.#js.state.apply, (desk) => page.run(() => this.#draw(desk)));
    this.#shift = new this.#js.shifts.Shift(this.#store);
    void this.#shift.entrance.begin();
    page.every(TICK_MS, () => {
      this.#showCode();
      this.#store.redraw();
    });
  }

  /** @param {Browser} browser @param {Storage} storage @param {"navigate" | "reload"} type @param {Promises} promises */
  static async open(browser, storage, type, promises) {
    const page = new Page(browser, storage, "/desk", type);
    try {
      return new CounsellorTab(page, await page.load(MODULES), promises);
    } catch (error) {
      page.leave();
      throw error;
    }
  }

  /** Both steps; the second once it is asked for. @param {{ name: string, password: string, code: string }} account */
  sign_in({ name, password, code }) {
    this.#code = code;
    this.#shift.entrance.signIn(name, password);
  }

  /** Once it is asked for; a moment later, as somebody does who looks at a telephone. */
  #showCode() {
    if (this.#store.state.entry.method !== "totp" || this.#code === null) return;
    this.#shift.entrance.showCode("totp", this.#code);
    this.#code = null;
  }

  sign_out() {
    this.#shift.signOut();
  }

  /** @param {{ status: "ready" | "away" }} words */
  choose({ status }) {
    this.#shift.choose(status);
  }

  /** @param {{ yes: boolean }} words */
  receive({ yes }) {
    this.accepts = yes;
  }

  /** @param {{ conversation?: string }} words */
  select({ conversation }) {
    const talk = this.#talk(conversation);
    if (talk !== null) this.#store.dispatch({ type: "selected", conversation: talk.conversation });
  }

  /** @param {{ text: string, conversation?: string }} words */
  type({ text, conversation }) {
    const talk = this.#talk(conversation);
    if (talk !== null) this.#shift.type(talk.conversation, text);
  }

  /** Whether it was taken out of the field, and when. @param {{ text: string, conversation?: string, most?: number }} words `most`: nothing is written while so many texts wait */
  say({ text, conversation, most = Infinity }) {
    const talk = this.#talk(conversation);
    if (talk === null || talk.standing !== "talking" || this.#store.state.screen !== "desk") return { pressed: false };
    if (talk.outbox.length >= most) return { pressed: false };
    // Text that came back stands in the field: it would go along, and nobody here decides that it should.
    if (talk.draft !== "") return { pressed: false };
    this.#shift.press(talk.conversation, this.#js.envelope.textBody(text));
    return { pressed: true, at: now() };
  }

  /** @param {{ conversation?: string }} words */
  end({ conversation }) {
    const talk = this.#talk(conversation);
    if (talk !== null) this.#shift.end(talk.conversation);
  }

  /** As the young person's. A push may show the conversations before the answer comes that brings the key, and with it the skills. */
  get keylessSince() {
    return this.#store.state.skills === this.#js.state.START.skills ? this.page.openedAt : null;
  }

  /** Which of these texts stand on the screen. @param {{ texts: string[], conversation?: string }} words */
  stands({ texts: sought, conversation }) {
    const talk = this.#talk(conversation);
    return talk === null ? [] : standing(this.#texts(talk), sought);
  }

  standing() {
    const { screen, fresh, seat, talks, entry } = this.#store.state;
    const linked = this.#js.state.connected(this.#store.state) && fresh;
    return {
      screen,
      linked,
      warned: screen === "desk" && !linked,
      refused: entry.refused,
      status: seat?.status ?? null,
      name: seat?.name ?? null,
      talks: talks.map(({ conversation, standing, awayMs, outbox, log }) => ({
        conversation,
        standing,
        partner_here: awayMs === null,
        open: outbox.length,
        lines: log.entries.length,
      })),
    };
  }

  screen() {
    const { talks } = this.#store.state;
    const read = talks.map((talk) => ({ conversation: talk.conversation, texts: this.#texts(talk), draft: talk.draft, problem: talk.problem }));
    return { ...this.standing(), read };
  }

  /** As main.js: one conversation can be read, and what the state asks for is done. @param {Desk} desk */
  #draw(desk) {
    const open = this.page.hidden || desk.screen !== "desk" ? null : this.#js.state.chosen(desk);
    if (open !== null) {
      const event = { type: /** @type {const} */ ("saw"), seq: open.log.entries.length };
      this.#store.dispatch({ type: "talk", conversation: open.conversation, event });
    }
    this.#shift.tend(open?.conversation ?? null);
    for (const talk of desk.talks) this.#promises.note(this.#texts(talk));
    const offer = desk.seat?.offer;
    if (!offer || !this.accepts || performance.now() - this.#pressedAt < PRESS_AGAIN_MS) return;
    this.#pressedAt = performance.now();
    this.#shift.accept(offer);
  }

  /** @param {Talk} talk */
  #texts({ log, outbox }) {
    const connected = this.#js.state.connected(this.#store.state);
    return texts(this.#js.lines.lines(log, outbox, { own: "counsellor", other: "seeker", connected }));
  }

  /** @param {string} [conversation] by default the only one */
  #talk(conversation) {
    const { talks } = this.#store.state;
    return talks.find((talk) => (conversation === undefined ? talks.length === 1 : talk.conversation === conversation)) ?? null;
  }
}
