/**
 * One young person's visit over the wire: waiting, sending, reading on, the end.
 *
 * Sees the wire and the state, never the page. Every step may be repeated and gets the same answer, so whatever goes wrong
 * is simply tried again while the connection holds, and from the introduction on when it is new.
 */

import { newId } from "../shared/identifiers.js";
import { hasEnded, position } from "../shared/log.js";
import { Marks } from "../shared/marks.js";
import { unsent } from "../shared/outbox.js";
import { Sender } from "../shared/sender.js";
import { pause } from "../shared/turns.js";
import { TypingReporter, TypingWatch } from "../shared/typing.js";
import { HAND_IN_MOST } from "../shared/wire.js";
import { Doorway } from "./doorway.js";
import { dropTicket, findTicket } from "./ticket.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Language, Push } from "../shared/wire.js" */
/** @import { Arrived } from "./doorway.js" */
/** @import { Event, State } from "./state.js" */

const AWAY_MS = 3_000;
const SYNC_APART_MS = 500;
const READ_UNTIL_MS = 10 * 60_000;

export class Visit {
  #syncing = false;
  /** The conversation whose end stood on the screen. @type {string | null} */
  #ended = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #awayTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #expiry;
  #store;
  #doorway = new Doorway({
    held: () => position(this.#store.state.log),
    known: (arrived) => this.#known(arrived),
    lost: () => this.#lost(),
    long: () => this.#dispatch({ type: "long" }),
    refused: (code) => this.#refused(code),
    heard: (push) => this.#heard(push),
  });
  #marks = this.#newMarks();
  #typing = new TypingReporter((typing) => this.#tellTyping(typing));
  #typingWatch = new TypingWatch((typing) => this.#dispatch({ type: "typing", typing }));
  #sender = new Sender({
    outbox: () => this.#store.state.outbox,
    send: ({ cmid, body }) => this.#doorway.send("message.send", { conversation: this.#conversation(), cmid, body }),
    sent: (item) => this.#dispatch({ type: "sent", item }),
    answered: (item, { epoch, seq }) => this.#dispatch({ type: "answered", item, at: { epoch, seq } }),
    failed: (item, code) => {
      this.#dispatch({ type: "failed", item });
      if (code === "not_arrived") void this.#doorway.introduce();
    },
    refused: (item, code) => {
      this.#dispatch({ type: "refused", item, code });
      if (code === "gone") this.#refused(code);
    },
  });

  /** @param {Store<State, Event>} store */
  constructor(store) {
    this.#store = store;
  }

  /** Begin to wait. @param {Language} language */
  begin(language) {
    this.#ended = null;
    clearTimeout(this.#expiry);
    this.#dispatch({ type: "began" });
    this.#doorway.arrive(language);
  }

  /** Take the conversation up again, from whichever page has it. @param {string} [ticket] by default the one at hand */
  resume(ticket) {
    this.#dispatch({ type: "resuming" });
    this.#doorway.resume(ticket);
  }

  /** Send was pressed. */
  press() {
    this.#dispatch({ type: "pressed", cmid: newId() });
    if (this.#store.state.draft === "") this.#typing.stop();
    this.#sender.kick();
  }

  /** The field changed. @param {string} text */
  type(text) {
    this.#dispatch({ type: "typed", text });
    if (this.#store.state.view?.phase === "talking") this.#typing.touch(text === "");
  }

  /** End the conversation; when there is no connection, as soon as there is. */
  stop() {
    this.#dispatch({ type: "stopping" });
    void this.#end();
  }

  /** Stop waiting: the server forgets at once, and so does this page. */
  leave() {
    const { connection, ticket } = this.#letGo();
    this.#dispatch({ type: "left" });
    if (connection === null) return;
    connection
      .send("seeker.leave", {})
      .catch(() => ticket !== null && navigator.sendBeacon("/weg", ticket))
      .finally(() => connection.close());
  }

  /** Enough read: the conversation is wiped here, and nobody is left to tell when this page closes. */
  finish() {
    this.#dispatch({ type: "finished" });
    this.#letGo().connection?.close();
  }

  /**
   * What stands on the screen: how far the log is open there and how far it was seen, and perhaps its end.
   * @param {number} delivered @param {number} seen
   */
  drawn(delivered, seen) {
    this.#marks.reach(delivered, seen);
    if (this.#store.state.screen !== "ended" || this.#ended !== null) return;
    this.#ended = this.#conversation();
    // Nothing stays on the device. Until it is wiped here the page itself can still say that they left.
    dropTicket();
    this.#expiry = setTimeout(() => this.#expire(), READ_UNTIL_MS);
    void this.#confirmEnd(this.#ended);
  }

  /** Exit: drop all that is held; gives the ticket, and how to tell the server while the connection stands. */
  escape() {
    const found = findTicket();
    const { connection, ticket } = this.#letGo();
    this.#dispatch({ type: "restarted" });
    const leave = () => {
      connection?.stop();
      connection?.send("seeker.leave", {}).catch(() => undefined);
    };
    return { ticket: ticket ?? found, leave };
  }

  /** @param {Arrived} arrived */
  #known({ view, log }) {
    this.#dispatch({ type: "arrived", view, log });
    this.#watchCounsellor();
    this.#marks.repeat();
    this.#sender.start();
    if (this.#store.state.stopping) void this.#end();
    if (this.#ended === null) return;
    dropTicket();
    void this.#confirmEnd(this.#ended);
  }

  #lost() {
    this.#sender.pause();
    this.#dispatch({ type: "lost" });
  }

  /** @param {Push} push */
  #heard(push) {
    if (push.event === "page.superseded") void this.#superseded();
    else if (push.event === "typing.changed") this.#typingWatch.hear(push.payload.typing);
    else this.#dispatch({ type: "heard", push });
    if (push.event === "seeker.changed") this.#watchCounsellor();
    if (this.#store.state.screen === "gone") this.#letGo().connection?.close();
  }

  /** A counsellor who only reloads the page is not said to be away. */
  #watchCounsellor() {
    const { view } = this.#store.state;
    const away = view?.phase === "talking" && !view.counsellor_here;
    clearTimeout(this.#awayTimer);
    if (away) this.#awayTimer = setTimeout(() => this.#dispatch({ type: "away", away }), AWAY_MS);
  }

  /** Close the log's gaps, one question at a time. */
  async #sync() {
    if (this.#syncing || !this.#store.state.connected) return;
    this.#syncing = true;
    for (let going = true; going && this.#store.state.needSync; ) {
      going = await this.#doorway.again(() => this.#readOn());
      // What one sync did not close, another right after it would not either.
      if (going && this.#store.state.needSync) await pause(SYNC_APART_MS);
    }
    this.#syncing = false;
  }

  async #readOn() {
    const { log } = await this.#doorway.send("log.sync", {
      conversation: this.#conversation(),
      position: position(this.#store.state.log),
    });
    this.#dispatch({ type: "synced", log });
  }

  async #end() {
    const ended = await this.#doorway.again(async () => {
      await this.#doorway.send("conversation.end", { conversation: this.#conversation() });
    });
    if (ended && !hasEnded(this.#store.state.log)) await this.#doorway.again(() => this.#readOn());
  }

  /** @param {string} conversation */
  async #confirmEnd(conversation) {
    await this.#doorway.again(async () => {
      await this.#doorway.send("end.confirm", { conversation });
    });
  }

  #expire() {
    this.#dispatch({ type: "expired" });
    this.#letGo().connection?.close();
  }

  /** A newer tab speaks for this conversation: hand in what was not sent, and stay away. */
  async #superseded() {
    const { connection, ticket } = this.#doorway.stepAside();
    const messages = unsent(this.#store.state.outbox).slice(0, HAND_IN_MOST).map(({ cmid, body }) => ({ cmid, body }));
    this.#rest();
    this.#dispatch({ type: "superseded" });
    /** @type {string[]} */
    let stored = [];
    if (connection !== null && ticket !== null && messages.length > 0) {
      const answer = await connection.send("outbox.hand_in", { ticket, messages }).catch(() => null);
      stored = answer?.stored ?? [];
    }
    this.#dispatch({ type: "handed_in", stored });
    connection?.close();
  }

  /** The server will not have this page, whatever it repeats. @param {string} code */
  #refused(code) {
    if (code === "superseded") void this.#superseded();
    else if (code === "version") {
      // A newer page of ours can still take this conversation up: the ticket stays.
      this.#rest();
      this.#dispatch({ type: "old_page" });
    } else {
      this.#letGo().connection?.close();
      this.#dispatch({ type: "gone" });
    }
  }

  /** Be nobody again: no ticket, no connection, nothing under way. */
  #letGo() {
    dropTicket();
    this.#rest();
    this.#marks = this.#newMarks();
    return this.#doorway.letGo();
  }

  #rest() {
    clearTimeout(this.#awayTimer);
    this.#sender.pause();
    this.#marks.stop();
    this.#typing.stop();
  }

  #newMarks() {
    return new Marks((reached) => this.#doorway.send("mark.set", { conversation: this.#conversation(), ...reached }));
  }

  /** @param {boolean} typing */
  #tellTyping(typing) {
    const { connected, view } = this.#store.state;
    if (!connected || view?.phase !== "talking") return;
    this.#doorway.send("typing.set", { conversation: view.conversation, typing }).catch(() => undefined);
  }

  #conversation() {
    return this.#store.state.log.conversation ?? "";
  }

  /** @param {Event} event */
  #dispatch(event) {
    this.#store.dispatch(event);
    if (this.#store.state.needSync) void this.#sync();
  }
}
