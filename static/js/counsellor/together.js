/** Help and what staff say among themselves, over the wire: asked for, come to, whispered. */

import { CirclePost } from "../shared/circle_post.js";
import { textBody } from "../shared/envelope.js";
import { refusal } from "../shared/refusal.js";
import { Wishes } from "./wishes.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Turns } from "../shared/turns.js" */
/** @import { Push } from "../shared/wire.js" */
/** @import { Ask } from "./courier.js" */
/** @import { Desk, DeskEvent } from "./state.js" */

export class Together {
  #store;
  #ask;
  #wishes;
  #post;
  #ready = false;

  /** @param {Store<Desk, DeskEvent>} store @param {Turns} turns @param {Ask} ask */
  constructor(store, turns, ask) {
    this.#store = store;
    this.#ask = ask;
    this.#wishes = new Wishes(
      turns,
      (wish, conversation) => ask(wish, { conversation }),
      (conversation) => {
        this.#wants(conversation, null);
        this.#failed("desk.failed");
      },
    );
    this.#post = new CirclePost({
      circles: () => store.state.circles,
      tell: (circle, event) => store.dispatch({ type: "circle", circle, event }),
      speaks: (circle) => (circle === store.state.seat?.room ? "room.send" : "whisper.send"),
      ask,
    });
  }

  /** The server knows this page. */
  start() {
    this.#ready = true;
    this.#wishes.tell();
    this.#post.start();
  }

  /** Nothing more until the next start. */
  rest() {
    this.#ready = false;
    this.#post.rest();
  }

  /** Whoever wished for help has gone. */
  forget() {
    this.#wishes.forget();
  }

  tend() {
    this.#post.tend();
  }

  /** @param {string} conversation @param {boolean} wants whether somebody is to come */
  want(conversation, wants) {
    this.#wants(conversation, wants);
    this.#wishes.press(conversation, wants ? "help.ask" : "help.call_off");
    if (this.#ready) this.#wishes.tell();
  }

  /** Come to who asked. @param {string} circle */
  async come(circle) {
    this.#store.dispatch({ type: "notice", key: null });
    try {
      await this.#ask("help.come", { circle });
    } catch (error) {
      this.#failed(refusal(error).code === "help_gone" ? "error.help_gone" : "desk.failed");
    }
  }

  /** Not to come after all. @param {string} circle */
  giveBack(circle) {
    this.#ask("help.give_back", { circle }).catch(() => this.#failed("desk.failed"));
  }

  /** @param {string} circle @param {string} text */
  say(circle, text) {
    this.#post.press(circle, textBody(text));
  }

  /** @param {Push} push */
  hear(push) {
    if (push.event === "circle.said") {
      const { circle, line } = push.payload;
      this.#store.dispatch({ type: "circle", circle, event: { type: "said", line } });
    } else if (push.event === "circle.heads") {
      for (const { circle, seq } of push.payload.heads) this.#store.dispatch({ type: "circle", circle, event: { type: "head", seq } });
    }
  }

  /** @param {string} conversation @param {boolean | null} wants */
  #wants(conversation, wants) {
    this.#store.dispatch({ type: "talk", conversation, event: { type: "wants_help", wants } });
  }

  /** @param {string} key */
  #failed(key) {
    this.#store.dispatch({ type: "failed", key, accepting: null });
  }
}
