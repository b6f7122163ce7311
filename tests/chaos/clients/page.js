/**
 * One page load: the served modules in a context of their own, with as much of a browser around them as they ask for.
 *
 * Nothing of a page survives it: its timers, sockets and answers under way end with it. While it is frozen nothing runs, and
 * what comes in waits.
 */

import { createContext, SourceTextModule } from "node:vm";
import { socketsOf } from "./socket.js";
import { Timers } from "./timers.js";

/** @import { Context } from "node:vm" */
/** @import { Browser, Storage } from "./browser.js" */

/** The modules as they were served: the same for every page. @type {Map<string, string>} */
const known = new Map();

/** @param {Browser} browser @param {string} path */
async function sourceOf(browser, path) {
  const held = known.get(path);
  if (held !== undefined) return held;
  const read = await browser.read(path);
  known.set(path, read);
  return read;
}

/** The clock of this machine in seconds, which Python reads too. */
export const now = () => Number(process.hrtime.bigint()) / 1e9;

class PerformanceNavigationTiming {
  /** @param {string} type */
  constructor(type) {
    this.type = type;
  }
}

export class Page {
  /** @type {Set<{ tear: () => void }>} */
  sockets = new Set();
  #events = new EventTarget();
  #document = new EventTarget();
  #timers = new Timers((call) => this.run(call));
  /** @type {(() => void)[]} */
  #waiting = [];
  #frozen = false;
  #gone = false;
  #hidden = false;
  /** When its modules ran, or a moment before. */
  openedAt = now();
  /** @type {Context} */
  #context;

  /** @param {Browser} browser @param {Storage} storage @param {string} path @param {"navigate" | "reload"} type */
  constructor(browser, storage, path, type) {
    this.browser = browser;
    this.storage = storage;
    this.path = path;
    this.#context = createContext(this.#globals(type));
    this.#context.window = this.#context.self = this.#context;
    browser.pages.add(this);
  }

  get hidden() {
    return this.#hidden;
  }

  /** Load these modules as a page does, by their addresses. @param {Record<string, string>} wanted @returns {Promise<Record<string, any>>} */
  async load(wanted) {
    await this.browser.read(this.path);
    /** @type {Map<string, Promise<SourceTextModule>>} */
    const loaded = new Map();
    /** @param {string} path */
    const get = (path) => {
      const found = loaded.get(path) ?? this.#compile(path);
      loaded.set(path, found);
      return found;
    };
    const names = Object.entries(wanted).map(([name, path]) => `export * as ${name} from "${path}";`);
    const root = new SourceTextModule(names.join("\n"), { context: this.#context, identifier: "/" });
    await root.link((to, { identifier }) => get(new URL(to, `http://page${identifier}`).pathname));
    await root.evaluate();
    return /** @type {Record<string, any>} */ (root.namespace);
  }

  /** Run what is the page's own, unless it is frozen (then later) or gone (then never). @param {() => void} call */
  run(call) {
    if (this.#gone) return;
    if (this.#frozen) {
      this.#waiting.push(call);
      return;
    }
    try {
      call();
    } catch (error) {
      this.complain(error);
    }
  }

  freeze() {
    this.#frozen = true;
    this.#timers.stop();
  }

  thaw() {
    this.#frozen = false;
    this.#timers.go();
    for (const call of this.#waiting.splice(0)) this.run(call);
  }

  /** What main.js does on its own clock. @param {number} ms @param {() => void} call */
  every(ms, call) {
    this.#timers.globals().setInterval(call, ms);
  }

  /** Another tab came before this one, or went. @param {boolean} hidden */
  hide(hidden) {
    this.#hidden = hidden;
    this.run(() => this.#document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    this.run(() => this.#events.dispatchEvent(new Event("visibilitychange")));
  }

  /** @param {boolean} online */
  networkChanged(online) {
    if (!online) for (const socket of this.sockets) socket.tear();
    this.run(() => this.#events.dispatchEvent(new Event(online ? "online" : "offline")));
  }

  /** The tab was closed, refreshed, or led elsewhere. */
  leave() {
    if (this.#gone) return;
    this.run(() => this.#events.dispatchEvent(new Event("pagehide")));
    this.#gone = true;
    this.#timers.end();
    this.#waiting = [];
    for (const socket of this.sockets) socket.tear();
    this.browser.pages.delete(this);
  }

  /** @param {unknown} error */
  complain(error) {
    this.browser.complaints.push(error instanceof Object && "stack" in error ? String(error.stack) : String(error));
  }

  /** @param {string} path */
  async #compile(path) {
    return new SourceTextModule(await sourceOf(this.browser, path), { context: this.#context, identifier: path });
  }

  /** Settles when the page runs, as an answer does in a browser. @template T @param {Promise<T>} promise @returns {Promise<T>} */
  #later(promise) {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => this.run(() => resolve(value)),
        (error) => this.run(() => reject(error)),
      );
    });
  }

  /** @param {string} type */
  #globals(type) {
    const { browser, storage } = this;
    const { origin, protocol, host, hostname, port } = new URL(browser.origin);
    const page = this;
    const names = /** @type {const} */ (["addEventListener", "removeEventListener", "dispatchEvent"]);
    /** @param {EventTarget} target */
    const heard = (target) => Object.fromEntries(names.map((name) => [name, target[name].bind(target)]));
    const element = () => ({ dataset: { language: "nl" }, getAttribute: () => null, setAttribute: () => undefined });
    return {
      ...heard(this.#events),
      ...this.#timers.globals(),
      ...{ AbortController, AbortSignal, Event, EventTarget, TextDecoder, TextEncoder, URL, URLSearchParams },
      ...{ atob, btoa, crypto, queueMicrotask, structuredClone, isSecureContext: true, PerformanceNavigationTiming },
      document: {
        ...heard(this.#document),
        get hidden() {
          return page.#hidden;
        },
        get visibilityState() {
          return page.#hidden ? "hidden" : "visible";
        },
        body: element(),
        documentElement: element(),
        querySelector: () => null,
        getElementById: () => null,
        // What lit-html asks for when it is loaded; nothing is drawn here.
        createComment: () => ({}),
        createTreeWalker: () => ({}),
      },
      location: { origin, protocol, host, hostname, port, pathname: this.path, search: "", href: `${origin}${this.path}`, replace: () => this.leave() },
      navigator: {
        get onLine() {
          return browser.isOnline;
        },
        language: "nl-NL",
        userAgent: `chaos/${browser.name}`,
        /** @param {string} path @param {string} body */
        sendBeacon: (path, body) => {
          browser.fetch(path, { method: "POST", body, headers: { "Content-Type": "text/plain;charset=UTF-8" } }).catch(() => undefined);
          return true;
        },
      },
      performance: { now: () => performance.now(), getEntriesByType: (/** @type {string} */ kind) => (kind === "navigation" ? [new PerformanceNavigationTiming(type)] : []) },
      sessionStorage: storage,
      WebSocket: socketsOf(this),
      BroadcastChannel: class {
        /** @param {string} name */
        constructor(name) {
          return browser.channel(name, (call) => page.run(call));
        }
      },
      /** @param {string} path @param {RequestInit} request */
      fetch: (path, request) => this.#later(browser.fetch(path, /** @type {any} */ (request))),
      reportError: (/** @type {unknown} */ error) => this.complain(error),
    };
  }
}
