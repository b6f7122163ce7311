/**
 * One young person's visit over the wire: waiting, sending, reading on, the end.
 *
 * Sees the wire and the state, never the page. Every step may be repeated and gets the same answer: what goes wrong is tried again.
 */

import { newId } from "../shared/identifiers.js";
import { hasEnded, position } from "../shared/log.js";
import { Marks } from "../shared/marks.js";
import { EMPTY } from "../shared/outbox.js";
import { Reader } from "../shared/reader.js";
import { Sender } from "../shared/sender.js";
import { TypingReporter, TypingWatch } from "../shared/typing.js";
import { AwayWatch } from "./away.js";
import { Doorway, tellLeft } from "./doorway.js";
import { Ending } from "./ending.js";
import { Reunion } from "./reunion.js";
import { Room } from "./room.js";
import { SafetyAnswer } from "./safety.js";
import { Tabs } from "./tabs.js";
import { findStop, findTicket, keepStop } from "./ticket.js";

/** @import { Held } from "../shared/kept.js" */
/** @import { Store } from "../shared/store.js" */
/** @import { Language } from "../shared/shapes.js" */
/** @import { Push } from "../shared/wire.js" */
/** @import { Arrived } from "./doorway.js" */
/** @import { Event, State } from "./state.js" */
/** @import { Over } from "./tabs.js" */

export class Visit {
  /** The conversation this page is about, also while it shows nothing of it. @type {string | null} */
  #about = null;
  #store;
  #exit;
  #tabs = new Tabs((over) => this.#overElsewhere(over));
  #doorway = new Doorway({
    held: () => position(this.#store.state.log),
    known: (arrived, kept) => this.#known(arrived, kept),
    lost: () => {
      this.#sender.pause();
      this.#dispatch({ type: "lost" });
    },
    asked: () => this.#sender.pause(),
    storage: (away) => this.#storage(away),
    long: () => this.#dispatch({ type: "long" }),
    refused: (code) => this.#refused(code),
    heard: (push) => this.#heard(push),
  });
  room = new Room(this.#doorway, (event) => this.#dispatch(event));
  reunion = new Reunion(this.#doorway, (event) => this.#dispatch(event));
  safety = new SafetyAnswer(() => this.#store.state, (event) => this.#dispatch(event), this.#doorway);
  #marks = this.#newMarks();
  #ending = new Ending({
    stands: (conversation) => {
      // Nothing stays on the device. Until it is wiped here the page itself can still say that they left.
      this.#doorway.keepNothing();
      this.#tabs.tell({ conversation, exit: false });
    },
    confirm: (conversation) => void this.#doorway.again("end.confirm", { conversation }),
    expire: () => {
      this.#dispatch({ type: "expired" });
      this.#letGo().connection?.close();
    },
  });
  #away = new AwayWatch(() => this.#dispatch({ type: "away", away: true }));
  #typing = new TypingReporter((typing) => this.#tellTyping(typing));
  #typingWatch = new TypingWatch((typing) => this.#dispatch({ type: "typing", typing }));
  #reader = new Reader({
    log: () => this.#store.state.log,
    wants: () => this.#store.state.connected && this.#store.state.needSync,
    turns: this.#doorway.turns,
    ask: (event, payload) => this.#doorway.send(event, payload),
    asked: () => this.#dispatch({ type: "sync_asked" }),
    wanted: () => this.#dispatch({ type: "sync_wanted" }),
    refused: () => this.#dispatch({ type: "sync_asked" }),
    offered: (given) => this.#dispatch({ type: "offered", given }),
    read: (log) => {
      this.#dispatch({ type: "synced", log });
      this.#sender.kick();
    },
  });
  #sender = new Sender({
    // Before anything new the log's next life gets what the one before held.
    outbox: () => (this.#store.state.log.anew === null ? this.#store.state.outbox : EMPTY),
    send: ({ cmid, body }) => this.#doorway.send("message.send", { conversation: this.#conversation(), cmid, body }),
    sent: (item) => this.#dispatch({ type: "sent", item }),
    answered: (item, { epoch, seq, proof }) => this.#dispatch({ type: "answered", item, at: { epoch, seq }, proof }),
    failed: (item, code) => {
      this.#dispatch({ type: "failed", item });
      if (code === "not_arrived") void this.#doorway.introduce();
    },
    refused: (item, code) => {
      this.#dispatch({ type: "refused", item, code });
      if (code === "gone") this.#refused(code);
    },
  });

  /** @param {Store<State, Event>} store @param {() => void} [exit] leaves the page as its own exit does */
  constructor(store, exit = () => undefined) {
    this.#store = store;
    this.#exit = exit;
  }

  /** Begin to wait. @param {Language} language @param {"young" | "friend"} doorway */
  begin(language, doorway) {
    this.#ending.clear();
    this.#dispatch({ type: "began" });
    this.#doorway.arrive(language, doorway);
  }

  /** Take the conversation up again, from whichever page has it. @param {string} [ticket] by default the one at hand @param {boolean} [asked] see Doorway.resume */
  resume(ticket, asked) {
    this.#dispatch({ type: "resuming", stopping: findStop() });
    this.#doorway.resume(ticket, asked);
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
    keepStop();
    this.#dispatch({ type: "stopping" });
    void this.#end();
  }

  /** Stop waiting: the server forgets at once, and so does this page. */
  leave() {
    this.#depart();
    this.#dispatch({ type: "left" });
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
    this.#marks.reach(this.#store.state.log, delivered, seen);
    if (this.#store.state.screen === "ended") this.#ending.stands(this.#conversation());
  }

  /** Exit: drop all that is held; gives the ticket, and how to tell the server while the connection stands, and the other tabs. */
  escape() {
    const [found, about] = [findTicket(), this.#about];
    const { connection, ticket } = this.#letGo();
    this.#dispatch({ type: "restarted" });
    const leave = () => {
      connection?.stop();
      connection?.send("seeker.leave", {}).catch(() => undefined);
    };
    const tell = () => {
      this.#tabs.tell({ conversation: about, exit: true });
      this.#tabs.close();
    };
    return { ticket: ticket ?? found, leave, tell };
  }

  /** @param {Arrived} arrived @param {Held | null} kept */
  #known({ view, log }, kept) {
    this.#about = view.conversation;
    this.#dispatch({ type: "arrived", view, log, kept });
    this.#watchCounsellor();
    this.#start();
    if (this.#store.state.stopping) void this.#end();
    this.#ending.repeat();
  }

  #start() {
    this.#marks.repeat(this.#store.state.log);
    this.safety.tell();
    void this.room.tell();
    this.#sender.start();
  }

  /** @param {boolean} away */
  #storage(away) {
    this.#dispatch({ type: "storage", away });
    if (away) this.#sender.pause();
    else if (this.#store.state.connected) this.#start();
  }

  /** @param {Push} push */
  #heard(push) {
    if (push.event === "page.superseded") void this.#superseded();
    else if (push.event === "typing.changed") this.#typingWatch.hear(push.payload.typing);
    else this.#dispatch({ type: "heard", push });
    if (push.event === "seeker.changed") {
      this.#watchCounsellor();
      this.safety.tell();
    }
    if (this.#store.state.screen === "gone") this.#letGo().connection?.close();
  }

  #watchCounsellor() {
    const { view } = this.#store.state;
    this.#away.see(view?.phase === "talking" && !view.counsellor_here);
  }

  async #end() {
    const ended = await this.#doorway.again("conversation.end", { conversation: this.#conversation() });
    if (ended && !hasEnded(this.#store.state.log)) this.#dispatch({ type: "sync_wanted" });
  }

  /** Another tab says that a conversation is over, or that somebody left by the exit. A page that does not know of which its ticket is takes it for this one. @param {Over} over */
  #overElsewhere({ conversation, exit }) {
    if (exit) {
      this.#exit();
      return;
    }
    const { screen } = this.#store.state;
    const isOurs = this.#about === null ? screen === "neutral" || findTicket() !== null : this.#about === conversation;
    if (!isOurs || screen === "ended" || screen === "farewell") return;
    this.#letGo().connection?.close();
    this.#dispatch({ type: "restarted" });
  }

  /** A newer tab speaks for this conversation: hand in what the other side does not have, and stay away. */
  async #superseded() {
    const handed = this.#doorway.stepAside(this.#store.state.outbox);
    this.#rest();
    this.#dispatch({ type: "superseded" });
    this.#dispatch({ type: "handed_in", left: [], stored: null, ...(await handed) });
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
      this.#dispatch(code.startsWith("door_") ? { type: "turned_away", code } : { type: "gone" });
    }
  }

  /** Nothing of it is left: not here, not in another tab, not at the server. */
  #depart() {
    this.#tabs.tell({ conversation: this.#about, exit: false });
    tellLeft(this.#letGo());
  }

  /** Be nobody again: no ticket, no connection, nothing under way. */
  #letGo() {
    this.#about = null;
    this.#rest();
    this.#marks = this.#newMarks();
    return this.#doorway.letGo();
  }

  #rest() {
    this.#away.see(false);
    this.#sender.pause();
    this.#marks.stop();
    this.#typing.stop();
    this.reunion.drop();
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
    // On a page that is too old what was not sent stands to be read; the newer page that its button brings still sends it.
    if (this.#store.state.screen !== "old_page") this.#doorway.keep(this.#store.state);
    if (this.#store.state.screen === "not_reached" && this.#about !== null) this.#depart();
    if (this.#store.state.needSync) void this.#reader.kick();
  }
}
