/** The supervisor's page over the wire: signing in, and the board as it changes. */

import { CirclePost } from "../shared/circle_post.js";
import { Connection, Refused, refusal } from "../shared/connection.js";
import { textBody } from "../shared/envelope.js";
import { Turns } from "../shared/turns.js";
import { of, poll } from "../staff/asking.js";
import { Entrance } from "../staff/entrance.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Push, Requests } from "../shared/wire.js" */
/** @typedef {Requests["door.order"]["payload"]} DoorOrder */
/** @import { Board, BoardEvent } from "./state.js" */

/** How old the number of return words may be, and what the roster says. */
const COUNT_EVERY_MS = 60_000;

export class Watch {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #counting;
  #store;
  entrance;
  /** @type {Connection | null} */
  #connection = null;
  #turns = new Turns(() => this.#keptOut());
  #post;

  /** @param {Store<Board, BoardEvent>} store */
  constructor(store) {
    this.#store = store;
    this.#post = new CirclePost({
      circles: () => (store.state.circle === null ? [] : [store.state.circle]),
      tell: (circle, event) => store.dispatch({ type: "circle", circle, event }),
      speaks: () => "room.send",
      ask: (event, payload) => this.#connection?.send(event, payload) ?? Promise.reject(new Refused({ code: "offline" })),
    });
    this.entrance = new Entrance((event) => store.dispatch(event), {
      inside: () => (store.state.screen === "board" ? (store.state.account?.name ?? null) : null),
      enter: () => this.#enter(),
      leave: () => this.#letGo(),
    });
  }

  /** @param {DoorOrder} order */
  async order(order) {
    const connection = this.#connection;
    try {
      if (connection === null) throw new Error("no connection");
      const { view } = await connection.send("door.order", order);
      this.#store.dispatch({ type: "ordered" });
      if (this.#connection === connection) this.#store.dispatch({ type: "board", view, now: Date.now() });
    } catch {
      this.#store.dispatch({ type: "failed" });
    }
  }

  /** What the roster says of now; nothing while nobody answers. */
  async look() {
    const connection = this.#connection;
    const answer = await poll("/roster/now");
    const read = "read" in answer ? answer.read : null;
    const [planned, short] = [of(read, "planned"), of(read, "short")];
    const rostered = typeof planned === "number" && typeof short === "number" ? { planned, short } : null;
    if (this.#connection === connection) this.#store.dispatch({ type: "rostered", rostered });
  }

  /** How many return words lead to whom; while nobody answers, what was told last stands. */
  async count() {
    const connection = this.#connection;
    const told = await connection?.send("links.count", {}).catch(() => undefined);
    if (told !== undefined && this.#connection === connection) this.#store.dispatch({ type: "links", links: told.links });
  }

  /** Take back the words that lead to this counsellor; null: all. @param {string | null} counsellor */
  async revoke(counsellor) {
    try {
      await this.#connection?.send("links.revoke", { counsellor });
      await this.count();
      this.#store.dispatch({ type: "ordered" });
    } catch {
      this.#store.dispatch({ type: "failed" });
    }
    this.#store.dispatch({ type: "revoking", revoking: null });
  }

  /** Whether this supervisor comes to who asked. @param {string} circle */
  async come(circle) {
    try {
      if (this.#connection === null) throw new Refused({ code: "offline" });
      await this.#connection.send("help.come", { circle });
      return true;
    } catch (error) {
      // Whoever else comes stands on the board already.
      this.#store.dispatch({ type: refusal(error).code === "help_gone" ? "ordered" : "failed" });
      return false;
    }
  }

  /** @param {string} circle @param {string} text */
  say(circle, text) {
    this.#post.press(circle, textBody(text));
  }

  tend() {
    this.#post.tend();
  }

  #enter() {
    if (this.#store.state.screen !== "board") return;
    const connection = new Connection("/board", {
      onState: (link) => {
        if (this.#connection !== connection) return;
        this.#turns.next();
        this.#post.rest();
        this.#store.dispatch({ type: "link", link });
        if (link.state === "open") void this.#ask(connection);
      },
      onEvent: (push) => {
        if (this.#connection !== connection) return;
        // What the server knew of this board it has lost.
        if (push.event === "ticket.ask") void this.#ask(connection);
        this.#hear(push);
      },
    });
    this.#connection = connection;
    this.#counting = setInterval(() => {
      void this.count();
      void this.look();
    }, COUNT_EVERY_MS);
  }

  /** @param {Push} push */
  #hear(push) {
    if (push.event === "board.changed") this.#store.dispatch({ type: "board", view: push.payload.view, now: Date.now() });
    else if (push.event === "circle.said") this.#store.dispatch({ type: "circle", circle: push.payload.circle, event: { type: "said", line: push.payload.line } });
    else if (push.event === "circle.heads") {
      for (const { circle, seq } of push.payload.heads) this.#store.dispatch({ type: "circle", circle, event: { type: "head", seq } });
    }
  }

  /** Say that this page is here, until the server knows. @param {Connection} connection */
  async #ask(connection) {
    await this.#turns.again(async () => {
      const { view } = await connection.send("board.watch", {});
      if (this.#connection !== connection) return;
      this.#store.dispatch({ type: "board", view, now: Date.now() });
      this.#post.start();
      void this.count();
      void this.look();
    });
  }

  /** The session is over, or the account is no supervisor's any more. */
  #keptOut() {
    this.#letGo();
    this.#store.dispatch({ type: "expired" });
  }

  #letGo() {
    const connection = this.#connection;
    this.#connection = null;
    clearInterval(this.#counting);
    this.#turns.next();
    this.#post.rest();
    connection?.close();
  }
}
