/** Carries one conversation over the wire: its messages, its log, its marks, the typing both ways. */

import { newId } from "../shared/identifiers.js";
import { Kept } from "../shared/kept.js";
import { emptyLog, newestMessage } from "../shared/log.js";
import { Marks } from "../shared/marks.js";
import { EMPTY } from "../shared/outbox.js";
import { Reader } from "../shared/reader.js";
import { Sender } from "../shared/sender.js";
import { Turns } from "../shared/turns.js";
import { TypingReporter, TypingWatch } from "../shared/typing.js";
import { keptAs } from "./left_behind.js";
import { find } from "./state.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Requests } from "../shared/wire.js" */
/** @import { Desk, DeskEvent } from "./state.js" */
/** @import { Talk, TalkEvent } from "./talk.js" */

/** @typedef {<E extends keyof Requests>(event: E, payload: Requests[E]["payload"]) => Promise<Requests[E]["answer"]>} Ask */

export class Courier {
  #conversation;
  #store;
  #reader;
  #sender;
  #marks;
  #typing;
  #typingWatch;
  #turns = new Turns(() => undefined);
  #ready = false;
  #deviceKey = "";
  #kept;
  /** Whether nothing lies on the device since it was somebody else's, or over. */
  #dropped = false;

  /** @param {string} conversation @param {Store<Desk, DeskEvent>} store @param {Ask} ask */
  constructor(conversation, store, ask) {
    this.#conversation = conversation;
    this.#store = store;
    this.#kept = new Kept(keptAs(conversation));
    this.#reader = new Reader({
      log: () => this.#talk()?.log ?? null,
      wants: () => this.#ready && (this.#talk()?.wantsSync ?? false),
      turns: this.#turns,
      ask,
      asked: () => this.#tell({ type: "sync_asked" }),
      wanted: () => this.#tell({ type: "sync_wanted" }),
      refused: () => this.#tell({ type: "sync_refused" }),
      offered: (given) => this.#tell({ type: "offered", given }),
      read: (stretch) => this.#tell({ type: "heard", input: { kind: "stretch", stretch }, now: Date.now() }),
    });
    this.#sender = new Sender({
      // Before anything new the log's next life gets what the one before held.
      outbox: () => (this.#log().anew === null ? (this.#talk()?.outbox ?? EMPTY) : EMPTY),
      send: ({ cmid, body }) => ask("message.send", { conversation, cmid, body, version: this.#talk()?.version ?? 0 }),
      sent: ({ cmid }) => this.#tell({ type: "sent", cmid }),
      answered: ({ cmid }, { epoch, seq, proof }) => this.#tell({ type: "answered", cmid, at: { epoch, seq }, proof }),
      failed: ({ cmid }) => this.#tell({ type: "failed", cmid }),
      refused: ({ cmid }, code) => this.#tell({ type: "refused", cmid, code }),
    });
    this.#marks = new Marks((reached) => ask("mark.set", { conversation, ...reached }));
    this.#typing = new TypingReporter((typing) => {
      if (this.#ready) ask("typing.set", { conversation, typing }).catch(() => undefined);
    });
    this.#typingWatch = new TypingWatch((typing) => this.#tell({ type: "typing", typing }));
  }

  /** The server knows this page: read on, say how far this screen is, and only then what is new: the log may have been lost. @param {string} deviceKey */
  start(deviceKey) {
    this.rest();
    this.#deviceKey = deviceKey;
    this.#dropped = false;
    void this.#catchUp(deviceKey);
  }

  /** Nothing more until the next start. */
  rest() {
    this.#turns.next();
    this.#ready = false;
    this.#sender.pause();
    this.#typing.stop();
  }

  /** The conversation is off the screen, and off the device. */
  stop() {
    this.rest();
    this.#kept.drop();
    this.#marks.stop();
    this.#typingWatch.hear(false);
  }

  /** What the state now asks for. @param {Talk} talk */
  tend(talk) {
    if (talk.standing === "talking") this.#kept.keep(talk);
    else if (this.#ready) this.#drop();
    if (!this.#ready) return;
    if (talk.standing === "talking" && this.#dropped) {
      // It came back to the same counsellor: it is kept on the device again.
      this.start(this.#deviceKey);
      return;
    }
    this.#sender.kick();
    if (talk.wantsSync) void this.#reader.kick();
    // What company has open says nothing of what the counsellor has.
    if (talk.wiped || talk.beside !== null) return;
    const newest = newestMessage(talk.log, "seeker");
    this.#marks.reach(talk.log, newest, Math.min(newest, talk.seen));
  }

  #drop() {
    this.#dropped = true;
    this.#kept.drop();
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

  /** @param {string} deviceKey */
  async #catchUp(deviceKey) {
    const turn = this.#turns.now;
    await this.#kept.open(deviceKey);
    if (turn !== this.#turns.now) return;
    this.#ready = true;
    const kept = this.#kept.take();
    if (kept !== null) this.#tell({ type: "regained", kept });
    this.#tell({ type: "sync_wanted" });
    await this.#reader.kick();
    if (turn !== this.#turns.now) return;
    this.#marks.repeat(this.#log());
    this.#sender.start();
  }

  #talk() {
    return find(this.#store.state, this.#conversation);
  }

  #log() {
    return this.#talk()?.log ?? emptyLog(this.#conversation);
  }

  /** @param {TalkEvent} event */
  #tell(event) {
    this.#store.dispatch({ type: "talk", conversation: this.#conversation, event });
  }
}
