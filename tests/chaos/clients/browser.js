/** What the tabs of one person's browser share: cookies, the network, channels between tabs, and what went wrong. */

/** @import { Page } from "./page.js" */

export class Browser {
  /** @type {Map<string, string>} */
  #cookies = new Map();
  /** @type {Map<string, Set<Channel>>} */
  #channels = new Map();
  /** Whether there is a network at all. */
  isOnline = true;
  /** What no page may do: errors nobody caught. @type {string[]} */
  complaints = [];
  /** @type {Set<Page>} */
  pages = new Set();

  /** @param {string} name by which the proxy knows it too @param {string} origin */
  constructor(name, origin) {
    this.name = name;
    this.origin = origin;
  }

  /** What a browser sends with a request of its own page. @returns {Record<string, string>} */
  headers() {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const own = { Origin: this.origin, "User-Agent": `chaos/${this.name}`, "Sec-Fetch-Site": "same-origin" };
    return cookie === "" ? own : { ...own, Cookie: cookie };
  }

  /** @param {string} path @param {RequestInit & { headers?: Record<string, string> }} [request] @returns {Promise<Response>} */
  async fetch(path, request = {}) {
    if (!this.isOnline) throw new TypeError("Failed to fetch");
    const { method, body, signal } = request;
    const asked = { ...(method && { method }), ...(body && { body }), ...(signal && { signal }) };
    const answer = await fetch(new URL(path, this.origin), { ...asked, headers: { ...request.headers, ...this.headers() } });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  /** The text of a file. Throws Unreachable while the server is away, and a plain Error when it has no such file. @param {string} path */
  async read(path) {
    const answer = await this.fetch(path).catch(() => null);
    if (answer === null || answer.status >= 500) throw new Unreachable(path);
    if (!answer.ok) throw new Error(`${answer.status} ${path}`);
    return answer.text().catch(() => {
      throw new Unreachable(path);
    });
  }

  /** The network comes or goes, and every page is told. @param {boolean} online */
  switchNetwork(online) {
    this.isOnline = online;
    for (const page of this.pages) page.networkChanged(online);
  }

  /** @param {string} name @param {(call: () => void) => void} run how the page that asks runs its code */
  channel(name, run) {
    const others = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, others);
    return new Channel(others, run);
  }

  /** @param {string} line */
  #keep(line) {
    const [pair = "", ...rules] = line.split(";").map((part) => part.trim());
    const at = pair.indexOf("=");
    const over = rules.some((rule) => /^max-age=0$/i.test(rule) || /^expires=thu, 01 jan 1970/i.test(rule));
    if (over) this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** What a browser shows an error page for; whoever refreshes until there is a page tries again. */
export class Unreachable extends Error {}

/** BroadcastChannel between the tabs of one browser. */
export class Channel {
  /** @type {((event: { data: unknown }) => void) | null} */
  onmessage = null;
  #others;
  #run;

  /** @param {Set<Channel>} others @param {(call: () => void) => void} run */
  constructor(others, run) {
    this.#others = others;
    this.#run = run;
    others.add(this);
  }

  /** @param {unknown} data */
  postMessage(data) {
    for (const other of this.#others) if (other !== this) queueMicrotask(() => other.#run(() => other.onmessage?.({ data })));
  }

  close() {
    this.#others.delete(this);
  }
}

/** sessionStorage: a tab's own, and there again after a refresh. */
export class Storage {
  /** @type {Map<string, string>} */
  #held = new Map();

  /** What a duplicated tab begins with. */
  copy() {
    const copied = new Storage();
    for (const [key, value] of this.#held) copied.setItem(key, value);
    return copied;
  }

  get length() {
    return this.#held.size;
  }

  /** @param {number} index */
  key(index) {
    return [...this.#held.keys()][index] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.#held.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#held.set(key, String(value));
  }

  /** @param {string} key */
  removeItem(key) {
    this.#held.delete(key);
  }

  clear() {
    this.#held.clear();
  }
}
