/** Carries one conversation over the wire: its messages, its log, its marks, the typing both ways. */

import { refusal } from "../shared/connection.js";
import { newId } from "../shared/identifiers.js";
import { newestMessage, position } from "../shared/log.js";
import { Marks } from "../shared/marks.js";
import { passes } from "../shared/outbox.js";
import { Sender } from "../shared/sender.js";
import { Turns } from "../shared/turns.js";
import { TypingReporter, TypingWatch } from "../shared/typing.js";
import { find } from "./state.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Requests } from "../shared/wire.js" */
/** @import { Desk, DeskEvent } from "./state.js" */
/** @import { Talk, TalkEvent } from "./talk.js" */

/** @typedef {<E extends keyof Requests>(event: E, payload: Requests[E]["payload"]) => Promise<Requests[E]["answer"]>} Ask */

export class Courier {
  #conversation;
  #store;
  #ask;
  #sender;
  #marks;
  #typing;
  #typingWatch;
  #turns = new Turns(() => undefined);
  #ready = false;
  #syncing = false;

  /** @param {string} conversation @param {Store<Desk, DeskEvent>} store @param {Ask} ask */
  constructor(conversation, store, ask) {
    this.#conversation = conversation;
    this.#store = store;
    this.#ask = ask;
    this.#sender = new Sender({
      outbox: () => this.#talk()?.outbox ?? [],
      send: ({ cmid, body }) => ask("message.send", { conversation, cmid, body, version: this.#talk()?.version ?? 0 }),
      sent: ({ cmid }) => this.#tell({ type: "sent", cmid }),
      answered: ({ cmid }, { epoch, seq }) => this.#tell({ type: "answered", cmid, at: { epoch, seq } }),
      failed: ({ cmid }) => this.#tell({ type: "failed", cmid }),
      refused: ({ cmid }, code) => this.#tell({ type: "refused", cmid, code }),
    });
    this.#marks = new Marks((reached) => ask("mark.set", { conversation, ...reached }));
    this.#typing = new TypingReporter((typing) => {
      if (this.#ready) ask("typing.set", { conversation, typing }).catch(() => undefined);
    });
    this.#typingWatch = new TypingWatch((typing) => this.#tell({ type: "typing", typing }));
  }

  /** The server knows this page: send, read on, and say how far this screen is. */
  start() {
    this.#turns.next();
    this.#ready = true;
    this.#tell({ type: "sync_wanted" });
    this.#sender.start();
    this.#marks.repeat();
  }

  /** Nothing more until the next start. */
  rest() {
    this.#turns.next();
    this.#ready = false;
    this.#sender.pause();
    this.#typing.stop();
  }

  /** The conversation is off the screen. */
  stop() {
    this.rest();
    this.#marks.stop();
    this.#typingWatch.hear(false);
  }

  /** What the state now asks for. @param {Talk} talk */
  tend(talk) {
    if (!this.#ready) return;
    this.#sender.kick();
    if (talk.wantsSync) void this.#sync();
    if (talk.wiped) return;
    const newest = newestMessage(talk.log, "seeker");
    this.#marks.reach(newest, Math.min(newest, talk.seen));
  }

  /** Send was pressed. @param {string} body */
  press(body) {
    this.#tell({ type: "pressed", cmid: newId(), body });
    this.#typing.touch(this.#talk()?.draft === "");
    this.#sender.kick();
  }

  /** The field changed. @param {string} text */
  type(text) {
    this.#tell({ type: "drafted", text });
    if (this.#ready && this.#talk()?.standing === "talking") this.#typing.touch(text === "");
  }

  /** The young person types, or stopped. @param {boolean} typing */
  hearTyping(typing) {
    this.#typingWatch.hear(typing);
  }

  /** Close the log's gaps, one question at a time. */
  async #sync() {
    if (this.#syncing) return;
    this.#syncing = true;
    // What can never be read any more is not asked for again; what became of it is in the view.
    while (this.#ready && this.#talk()?.wantsSync && (await this.#turns.again(() => this.#read())));
    this.#syncing = false;
  }

  async #read() {
    const talk = this.#talk();
    if (talk === null) return;
    this.#tell({ type: "sync_asked" });
    try {
      const { log } = await this.#ask("log.sync", { conversation: this.#conversation, position: position(talk.log) });
      this.#tell({ type: "heard", input: { kind: "stretch", stretch: log }, now: Date.now() });
    } catch (error) {
      if (passes(refusal(error).code)) this.#tell({ type: "sync_wanted" });
      throw error;
    }
  }

  #talk() {
    return find(this.#store.state, this.#conversation);
  }

  /** @param {TalkEvent} event */
  #tell(event) {
    this.#store.dispatch({ type: "talk", conversation: this.#conversation, event });
  }
}
