/**
 * One open line to the server that is taken up again whenever it is lost.
 *
 *   connecting -> open -> lost -> open ...          close(): closed, for good
 *        \________________^
 *
 * After a loss the first try comes within 2 s, tries are at most 2 s apart in the first minute and then up to 15 s, at random
 * so that a restart is not followed by everybody at once; coming online or back to the tab tries at once.
 *
 * The server speaks every 8 s. A line on which nothing is heard for 20 s is lost, whatever the browser believes: one that leads
 * nowhere, or that a sleeping phone or a frozen tab has outlived. It is looked at every 2 s, and at once when the page wakes.
 */

import { pauseBefore } from "./reconnecting.js";
import { Refused } from "./refusal.js";
import { io } from "./vendor.js";
import { ANSWERS, PUSHES, VERSION, readRefusal } from "./wire.js";

/** @import { Socket } from "./vendor.js" */
/** @import { Push, Requests } from "./wire.js" */

/** @typedef {"/seeker" | "/desk" | "/board"} Door */
/** @typedef {"connecting" | "open" | "lost" | "closed"} LinkState */
/**
 * `since` is Date.now() of the last change; `code` says why the server will not have this page (`version`), else null.
 * @typedef {{ state: LinkState, since: number, code: string | null }} Link
 */
/** @typedef {{ onEvent: (push: Push) => void, onState: (link: Link) => void }} Listener */

const ANSWER_WITHIN_MS = 6_000;
const CONNECT_WITHIN_MS = 8_000;
const SILENT_MS = 20_000;
const WATCH_EVERY_MS = 2_000;

export { Refused, refusal } from "./refusal.js";

export class Connection {
  /** @type {Link} */
  link = { state: "connecting", since: Date.now(), code: null };
  /** @type {Socket | null} */
  #socket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setInterval>} */
  #watch;
  #heard = 0;
  #drained = { at: 0, forMs: 0 };
  #door;
  #listener;
  #listening = new AbortController();

  /** Opens at once. @param {Door} door @param {Listener} listener */
  constructor(door, listener) {
    this.#door = door;
    this.#listener = listener;
    const { signal } = this.#listening;
    addEventListener("online", () => this.#wake(), { signal });
    addEventListener("offline", () => this.#lose(), { signal });
    addEventListener("pageshow", () => this.#wake(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(), { signal });
    document.addEventListener("resume", () => this.#wake(), { signal });
    this.#watch = setInterval(() => this.#look(), WATCH_EVERY_MS);
    this.#open();
  }

  /**
   * Send one event. The promise rejects with Refused: the server's code, `no_answer` after 6 s, `offline` without connection.
   * Nothing is kept to be sent later.
   * @template {keyof Requests} E
   * @param {E} event
   * @param {Requests[E]["payload"]} payload
   * @returns {Promise<Requests[E]["answer"]>}
   */
  send(event, payload) {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      if (!socket?.connected) {
        reject(new Refused({ code: "offline" }));
        return;
      }
      socket.timeout(ANSWER_WITHIN_MS).emit(event, payload, (/** @type {Error | null} */ error, /** @type {unknown} */ raw) => {
        if (error) {
          reject(new Refused({ code: socket.connected ? "no_answer" : "offline" }));
          return;
        }
        const refusal = readRefusal(raw);
        const answer = refusal ? null : ANSWERS[event](raw);
        if (answer === null) reject(new Refused(refusal ?? { code: "internal" }));
        else resolve(answer);
      });
    });
  }

  /** Never connect again; what was sent last still goes out when the page is left right after this. */
  stop() {
    this.#listening.abort();
    clearInterval(this.#watch);
    clearTimeout(this.#timer);
    this.link = { state: "closed", since: Date.now(), code: this.link.code };
  }

  /** Close for good. */
  close() {
    if (this.link.state !== "closed") this.stop();
    this.#drop();
    this.#listener.onState(this.link);
  }

  #open() {
    clearTimeout(this.#timer);
    const socket = io(this.#door, {
      transports: ["websocket"],
      path: "/socket.io/",
      auth: { v: VERSION },
      reconnection: false,
      forceNew: true,
      autoConnect: false,
    });
    this.#socket = socket;
    /** @param {() => void} then */
    const ifCurrent = (then) => () => {
      if (this.#socket === socket) then();
    };
    const lose = ifCurrent(() => this.#lose());
    this.#timer = setTimeout(lose, CONNECT_WITHIN_MS);
    socket.on("connect", ifCurrent(() => this.#opened(socket)));
    socket.on("disconnect", lose);
    socket.on("connect_error", (error) => {
      if (this.#socket !== socket) return;
      if (error.message === "version") {
        this.link = { ...this.link, code: "version" };
        this.close();
      } else this.#lose();
    });
    socket.onAny((event, payload) => {
      if (this.#socket === socket) this.#receive(event, payload);
    });
    socket.connect();
    // Where a line opens and is shut before anything was said on it, the library itself tells nobody.
    socket.io.engine.on("close", (reason) => reason === "transport close" && lose());
  }

  /** @param {Socket} socket */
  #opened(socket) {
    clearTimeout(this.#timer);
    this.#heard = Date.now();
    this.#drained = { at: 0, forMs: 0 };
    socket.io.engine.on("packet", () => {
      this.#heard = Date.now();
    });
    this.#change("open");
  }

  /** @param {string} event @param {unknown} payload */
  #receive(event, payload) {
    if (!Object.hasOwn(PUSHES, event)) return;
    const name = /** @type {keyof typeof PUSHES} */ (event);
    const read = PUSHES[name](payload);
    if (read === null) return;
    const push = /** @type {Push} */ ({ event: name, payload: read });
    if (push.event === "server.draining") this.#drained = { at: Date.now(), forMs: push.payload.after_ms };
    this.#listener.onEvent(push);
  }

  #lose() {
    this.#drop();
    if (this.link.state === "open") this.#change("lost");
    const pause = pauseBefore(Date.now() - this.link.since, Math.random());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), this.#restMs() + pause);
  }

  /** How long a server that stops asked to be left alone still; never longer than it asked, wherever the clock was set. */
  #restMs() {
    const passed = Math.max(0, Date.now() - this.#drained.at);
    return Math.max(0, this.#drained.forMs - passed);
  }

  /** Let go of the socket; whatever it still says is not heard. */
  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.disconnect();
  }

  /** A clock that was set back says as little as silence does: the line is made anew. */
  #look() {
    if (this.link.state === "open" && Math.abs(Date.now() - this.#heard) > SILENT_MS) this.#lose();
  }

  /** Somebody is looking, or the network is back: no need to wait for the next try. */
  #wake() {
    this.#look();
    if (this.#socket === null && this.#restMs() === 0) this.#open();
  }

  /** @param {LinkState} state */
  #change(state) {
    this.link = { state, since: Date.now(), code: null };
    this.#listener.onState(this.link);
  }
}
