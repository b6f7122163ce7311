/** A young person's tab: seeker/main.js without a document to draw in. */

import { Page, now } from "./page.js";
import { standing, texts } from "./screen.js";

/** @import { Event, State } from "../../../static/js/seeker/state.js" */
/** @import { Store } from "../../../static/js/shared/store.js" */
/** @import { Visit } from "../../../static/js/seeker/visit.js" */
/** @import { Browser, Storage } from "./browser.js" */
/** @import { Promises } from "./screen.js" */

const MODULES = {
  state: "/static/js/seeker/state.js",
  ticket: "/static/js/seeker/ticket.js",
  visits: "/static/js/seeker/visit.js",
  lines: "/static/js/shared/lines.js",
  logs: "/static/js/shared/log.js",
  stores: "/static/js/shared/store.js",
};

export class SeekerTab {
  /** @type {Page} */
  page;
  /** @type {{ state: typeof import("../../../static/js/seeker/state.js"), ticket: typeof import("../../../static/js/seeker/ticket.js"),
   *   visits: typeof import("../../../static/js/seeker/visit.js"), lines: typeof import("../../../static/js/shared/lines.js"),
   *   logs: typeof import("../../../static/js/shared/log.js"), stores: typeof import("../../../static/js/shared/store.js") }} */
  #js;
  /** @type {Store<State, Event>} */
  #store;
  /** @type {Visit} */
  #visit;
  #promises;

  /** @param {Page} page @param {any} js @param {"navigate" | "reload"} type @param {Promises} promises */
  constructor(page, js, type, promises) {
    this.page = page;
    this.#js = js;
    this.#promises = promises;
    this.#store = new this.#js.stores.Store(this.#js.state.START, this.#js.state.apply, (state) => page.run(() => this.#draw(state)));
    this.#visit = new this.#js.visits.Visit(this.#store);
    const ticket = this.#js.ticket.findTicket();
    if (ticket === null) return;
    if (type === "reload") this.#visit.resume(ticket, false);
    else this.#store.dispatch({ type: "found" });
  }

  /** @param {Browser} browser @param {Storage} storage @param {"navigate" | "reload"} type @param {Promises} promises */
  static async open(browser, storage, type, promises) {
    const page = new Page(browser, storage, "/", type);
    try {
      return new SeekerTab(page, await page.load(MODULES), type, promises);
    } catch (error) {
      page.leave();
      throw error;
    }
  }

  /** "Ik wil praten". */
  begin() {
    this.#visit.begin("nl", "young");
  }

  /** "Verder", on the neutral page and on one that a newer tab replaced. */
  resume() {
    this.#visit.resume(this.#js.ticket.findTicket() ?? undefined);
  }

  /** @param {{ text: string }} words */
  type({ text }) {
    this.#visit.type(text);
  }

  /** Whether it was taken out of the field, and when. @param {{ text: string, most?: number }} words `most`: nothing is written while so many texts wait */
  say({ text, most = Infinity }) {
    const { screen, outbox } = this.#store.state;
    // As on the page: there is a field while it arrives too.
    if ((screen !== "conversation" && screen !== "arriving") || outbox.length >= most) return { pressed: false };
    this.#visit.type(text);
    this.#visit.press();
    return { pressed: this.#store.state.draft === "", at: now() };
  }

  /** Stop the conversation, and mean it. */
  end() {
    this.#visit.stop();
  }

  /** Stop waiting. */
  quit() {
    this.#visit.leave();
  }

  /** "Snel weg": shared/exit.js, without its document. */
  exit() {
    const held = this.#visit.escape();
    held.leave();
    const { browser } = this.page;
    if (held.ticket !== null) browser.fetch("/weg", { method: "POST", body: held.ticket }).catch(() => undefined);
    // What was sent last goes out before the page is left.
    setTimeout(() => this.page.leave(), 100);
  }

  /** Since when what is pressed is not kept for a reload, for want of the key that the server gives; null when it is kept. */
  get keylessSince() {
    return this.#store.state.view === null ? this.page.openedAt : null;
  }

  /** Which of these texts stand on the screen. @param {{ texts: string[] }} words */
  stands({ texts: sought }) {
    return standing(this.#texts(), sought);
  }

  standing() {
    const { screen, view, log, outbox, long } = this.#store.state;
    const linked = this.#js.state.reached(this.#store.state);
    return {
      screen,
      phase: view?.phase ?? null,
      linked,
      warned: (screen === "conversation" || screen === "arriving") && !linked,
      long,
      place: view?.place ?? null,
      partner: view?.name ?? null,
      partner_here: view?.counsellor_here ?? false,
      conversation: log.conversation,
      open: outbox.length,
      lines: log.entries.length,
    };
  }

  screen() {
    return { ...this.standing(), texts: this.#texts(), returned: this.#store.state.returned.map(({ text, code }) => ({ text, code })) };
  }

  /** As main.js: what is open here, and what was in view while somebody could look. @param {State} state */
  #draw(state) {
    if (state.screen !== "conversation" && state.screen !== "ended") return;
    const delivered = this.#js.logs.newestMessage(state.log, "counsellor");
    this.#visit.drawn(delivered, this.page.hidden ? 0 : delivered);
    this.#promises.note(this.#texts());
  }

  #texts() {
    const { log, outbox } = this.#store.state;
    const connected = this.#js.state.reached(this.#store.state);
    return texts(this.#js.lines.lines(log, outbox, { own: "seeker", other: "counsellor", connected }));
  }
}
