/** The supervisor's page: the only module that sees both the connection and the document. */

import { alarm, announce } from "../shared/announce.js";
import { t } from "../shared/i18n.js";
import { Store } from "../shared/store.js";
import { render } from "../shared/vendor.js";
import { entryAim } from "../staff/door.js";
import { openFrame, speakOther } from "../staff/frame.js";
import { callWords } from "./calls_view.js";
import { alarmWords } from "./door_view.js";
import { START, apply, newAlarms, newCalls } from "./state.js";
import { page } from "./view.js";
import { Watch } from "./watch.js";

/** @import { Board } from "./state.js" */
/** @import { Actions } from "./view.js" */

const root = /** @type {HTMLElement} */ (document.querySelector("#app"));
let drawn = START;

const store = new Store(START, apply, draw);
const watch = new Watch(store);

/** @type {Actions} */
const actions = {
  entering: watch.entrance,
  signOut: () => watch.entrance.signOut(),
  speakOther: () => void translate(),
  reload: () => location.reload(),
  order: (order) => void watch.order(order),
  countLinks: () => void watch.count(),
  askRevoke: (revoking) => store.dispatch({ type: "revoking", revoking }),
  revoke: (counsellor) => void watch.revoke(counsellor),
  come: (circle) => void come(circle),
  unfolded: () => store.redraw(),
  typeAside: (circle, text) => store.dispatch({ type: "circle", circle, event: { type: "drafted", text } }),
  sayAside: (circle, text) => watch.say(circle, text),
};

/** @param {Board} board */
function draw(board) {
  const before = document.activeElement;
  render(page(board, Date.now(), actions), root);
  // The button to open the door again goes once it is open.
  if (before?.isConnected === false) focus("#orders");
  if (board.screen !== drawn.screen) focus(board.screen === "sign_in" ? "#sign-in-name" : "h1");
  else {
    const aim = entryAim(drawn.entry, board.entry);
    if (board.screen === "sign_in" && aim !== null) focus(aim);
  }
  if (drawn.revoking === null && board.revoking !== null) focus("[data-question]");
  if (drawn.revoking !== null && board.revoking === null) focus(board.links.length > 0 ? ".links summary" : "h1");
  if (drawn.link?.state === "open" && board.link?.state === "lost") alarm(t("board.lost"));
  for (const one of newCalls(drawn, board)) alarm(callWords(one));
  for (const one of newAlarms(drawn, board)) alarm(alarmWords(one));
  if (drawn.view !== null && board.view !== null && drawn.view.door.state !== board.view.door.state) announce(t(`board.door.${board.view.door.state}`));
  if (drawn.link?.state === "lost" && board.link?.state === "open") announce(t("desk.link.back"));
  drawn = board;
  const read = board.circle;
  // What is folded away still has a height, and was read by nobody.
  const list = read === null || read.seen === read.held ? null : root.querySelector(".circle-lines");
  if (read !== null && list instanceof HTMLElement && list.checkVisibility() && document.visibilityState === "visible") {
    list.scrollTop = list.scrollHeight;
    store.dispatch({ type: "circle", circle: read.circle, event: { type: "saw" } });
  }
  watch.tend();
}

/** Whoever comes does so at the desk: a board hangs where others can read what is whispered. @param {string} circle */
async function come(circle) {
  if (await watch.come(circle)) location.assign("/desk");
}

/** @param {string} selector */
function focus(selector) {
  const target = root.querySelector(selector);
  if (target instanceof HTMLElement) target.focus();
}

async function translate() {
  if (await speakOther("board.title")) store.redraw();
  else store.dispatch({ type: "failed" });
}

async function begin() {
  await openFrame(root, () => store.redraw());
  await watch.entrance.begin();
}

void begin();
