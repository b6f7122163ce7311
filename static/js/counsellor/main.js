/** The counsellor's page: the only module that sees both the connection and the document. */

import { alarm, announce, hush } from "../shared/announce.js";
import { isCountry, loadDirectory } from "../shared/directory.js";
import { cardBody, fits, textBody } from "../shared/envelope.js";
import { Follow } from "../shared/scroll.js";
import { Store } from "../shared/store.js";
import { render } from "../shared/vendor.js";
import { openFrame, speakOther } from "../staff/frame.js";
import { aim, refuge } from "./focus.js";
import { forgets, news } from "./news.js";
import { Shift } from "./shift.js";
import { START, apply, chosen, running } from "./state.js";
import { page } from "./view.js";

/** @import { Desk } from "./state.js" */
/** @import { Actions } from "./view.js" */

const root = /** @type {HTMLElement} */ (document.querySelector("#app"));
const hasKeyboard = matchMedia("(pointer: fine)");
/** @type {{ list: HTMLElement, follow: Follow } | null} */
let reading = null;
let drawn = START;

const store = new Store(START, apply, draw);
const shift = new Shift(store);

/** @type {Actions} */
const actions = {
  signIn: (name, password) => shift.signIn(name, password),
  askSignOut: (asks) => store.dispatch({ type: "asks_sign_out", asks }),
  signOut: () => shift.signOut(),
  speakOther: () => void translate(),
  reload: () => location.reload(),
  loadCards: () => void loadCards(),
  choose: (status) => shift.choose(status),
  accept: (offer) => shift.accept(offer),
  decline: (offer) => shift.decline(offer),
  select: (conversation) => store.dispatch({ type: "selected", conversation }),
  show: (pane) => store.dispatch({ type: "pane", pane }),
  type: (conversation, text) => shift.type(conversation, text),
  press: (conversation, text) => {
    if (text.trim() === "" || !fits(text)) return;
    shift.press(conversation, textBody(text));
    reading?.follow.toEnd();
  },
  askEnd: (conversation, asks) => store.dispatch({ type: "talk", conversation, event: { type: "asks_end", asks } }),
  end: (conversation) => shift.end(conversation),
  close: (conversation) => store.dispatch({ type: "closed", conversation }),
  country: (country) => store.dispatch({ type: "country", country }),
  preview: (card) => store.dispatch({ type: "preview", card }),
  sendCard: (conversation, id) => {
    shift.press(conversation, cardBody(id));
    store.dispatch({ type: "preview", card: null });
    store.dispatch({ type: "pane", pane: "talk" });
    reading?.follow.toEnd();
  },
  linesAppeared: (list) => {
    if (!(list instanceof HTMLElement) || reading?.list === list) return;
    reading = { list, follow: new Follow(list) };
    list.addEventListener("scroll", () => store.redraw(), { passive: true });
  },
};

/** @param {Desk} desk */
function draw(desk) {
  const had = document.activeElement;
  render(page(desk, Date.now(), actions), root);
  reading?.follow.settle();
  const target = aim(drawn, desk, { typesHere: hasKeyboard.matches });
  if (target !== null) focus(target);
  else if (had !== document.body && !had?.isConnected) focus(refuge(desk));
  else if (desk.seat?.offer && !drawn.seat?.offer && running(desk) === 0) focus("#offer");
  if (forgets(drawn, desk)) hush();
  for (const { urgent, text } of news(drawn, desk)) (urgent ? alarm : announce)(text);
  drawn = desk;
  const onScreen = readable(desk);
  if (onScreen !== null && reading !== null) {
    store.dispatch({ type: "talk", conversation: onScreen, event: { type: "saw", seq: reading.follow.lastInView() } });
  }
  shift.tend(onScreen);
}

/** The conversation that can be read on this screen now. @param {Desk} desk */
function readable(desk) {
  const visible = document.visibilityState === "visible" && reading !== null && reading.list.isConnected && reading.list.clientHeight > 0;
  return visible && desk.screen === "desk" ? (chosen(desk)?.conversation ?? null) : null;
}

/** @param {string} selector */
function focus(selector) {
  const target = root.querySelector(selector);
  if (target instanceof HTMLElement) target.focus();
}

async function translate() {
  if (await speakOther("desk.title")) store.redraw();
  else store.dispatch({ type: "notice", key: "desk.failed" });
}

async function loadCards() {
  await loadDirectory().catch(() => undefined);
  store.redraw();
}

async function begin() {
  await openFrame(root, () => store.redraw());
  const { country } = document.body.dataset;
  if (isCountry(country)) actions.country(country);
  void loadCards();
  await shift.begin();
}

void begin();
