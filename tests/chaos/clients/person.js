/** One person and the tabs they have open. */

import { Browser, Storage, Unreachable } from "./browser.js";
import { CounsellorTab } from "./counsellor.js";
import { now } from "./page.js";
import { Promises } from "./screen.js";
import { SeekerTab } from "./seeker.js";

const LOAD_AGAIN_MS = 250;

/** @typedef {SeekerTab | CounsellorTab} Shown */
/** `shown` is null while the tab has no page: it could not be loaded, or was closed. @typedef {{ storage: Storage, shown: Shown | null }} Tab */

export class Person {
  promises = new Promises();
  browser;
  /** @type {Tab[]} */
  #tabs = [{ storage: new Storage(), shown: null }];
  #opens;

  /** @param {string} name @param {"seeker" | "counsellor"} kind @param {string} origin */
  constructor(name, kind, origin) {
    this.name = name;
    this.kind = kind;
    this.browser = new Browser(name, origin);
    this.#opens = kind === "seeker" ? SeekerTab.open : CounsellorTab.open;
  }

  /** The page in this tab. @param {number} [tab] by default the newest */
  at(tab) {
    const { shown } = this.#tab(tab);
    if (shown === null) throw new Error("no page in this tab");
    return shown;
  }

  /** Whether there is a page to look at. @param {number} [tab] */
  hasPage(tab) {
    return this.#tab(tab).shown !== null;
  }

  /** @param {number} [tab] */
  open(tab) {
    return this.#load(this.#tab(tab), "navigate");
  }

  /**
   * Press refresh, and again until the server answers: what was on the screen is gone at once.
   * @param {number} [tab] @returns {Promise<{ at: number, keylessSince: number | null }>} when it went, and what it kept nothing of
   */
  async refresh(tab) {
    const held = this.#tab(tab);
    const went = { at: now(), keylessSince: held.shown?.keylessSince ?? null };
    held.shown?.page.leave();
    held.shown = null;
    await this.#load(held, "reload");
    return went;
  }

  /** Duplicate the newest tab: its storage goes along, its page does not. */
  secondTab() {
    const tab = { storage: this.#tab().storage.copy(), shown: null };
    this.#tabs.push(tab);
    return this.#load(tab, "navigate");
  }

  /** @param {number} [tab] */
  closeTab(tab) {
    const held = this.#tab(tab);
    held.shown?.page.leave();
    held.shown = null;
  }

  /** @param {Tab} tab @param {"navigate" | "reload"} type */
  async #load(tab, type) {
    while (tab.shown === null) {
      try {
        tab.shown = await this.#opens(this.browser, tab.storage, type, this.promises);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        await new Promise((resolve) => setTimeout(resolve, LOAD_AGAIN_MS));
      }
    }
  }

  /** @param {number} [tab] */
  #tab(tab) {
    const found = this.#tabs.at(tab ?? -1);
    if (found === undefined) throw new Error("no such tab");
    return found;
  }
}
