/** The counsellor's page: the only module that sees both the connection and the document. */

import { alarm, announce, hush } from "../shared/announce.js";
import { isCountry, loadDirectory } from "../shared/directory.js";
import { DoorWatch } from "../shared/door_watch.js";
import { cardBody, fits, textBody } from "../shared/envelope.js";
import { language, t } from "../shared/i18n.js";
import { Follow } from "../shared/scroll.js";
import { Store } from "../shared/store.js";
import { render } from "../shared/vendor.js";
import { openFrame, speakOther } from "../staff/frame.js";
import { calledFor } from "./calling.js";
import { Checking } from "./checking.js";
import { aim, refuge } from "./focus.js";
import { forgets, news } from "./news.js";
import { longestWaiting } from "./order.js";
import { Ringing } from "./ringing.js";
import { Shift } from "./shift.js";
import { shortcut } from "./shortcuts.js";
import { START, apply, chosen, connected, find, holdsUnsent, shows } from "./state.js";
import { page } from "./view.js";

/** @import { Desk, Pane } from "./state.js" */
/** @import { Talk } from "./talk.js" */
/** @import { Actions } from "./view.js" */

/** What has the keyboard at each place that a shortcut leads to: the first that is there. */
const PLACES = {
  offer: ["#offer"],
  field: ["#field", "#talk-after", "#talk-title"],
  risk: ["#risk", "#talk-title"],
  cards: ["#cards-title"],
  list: [".talk-row[aria-current=true]", "#list-title"],
  status: [".statuses .status[aria-pressed=true]", ".statuses .status"],
  ask_help: ["#help", "#talk-title"],
  call: ["[data-call] .main", "[data-call] .button", "#list-title"],
  team: ["[data-whisper] .circle-field", "#room", "#team-title"],
};
/** The column each of them stands in, where one column stands alone. @type {Record<keyof typeof PLACES, Pane | null>} */
const COLUMNS = { offer: null, field: "talk", risk: "talk", cards: "cards", list: "list", status: null, ask_help: "talk", call: null, team: "team" };

const root = /** @type {HTMLElement} */ (document.querySelector("#app"));
/** Long enough to read, and to hear after what is being read aloud. */
const NOTICE_STANDS_MS = 20_000;
const hasKeyboard = matchMedia("(pointer: fine)");
/** @type {{ list: HTMLElement, follow: Follow } | null} */
let reading = null;
let drawn = START;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let noticePasses;

const store = new Store(START, apply, draw, shows);
const shift = new Shift(store);
const doors = new DoorWatch((door) => store.dispatch({ type: "door", understaffed: door?.because === "staffing" }), language);

const ringing = new Ringing((muted) => store.dispatch({ type: "muted", muted }), () => t("desk.alert.body"));
const checking = new Checking((found) => store.dispatch({ type: "found", found }), ringing.chime);

/** @type {Actions} */
const actions = {
  entering: shift.entrance,
  askSignOut: (asks) => store.dispatch({ type: "asks_sign_out", asks }),
  signOut: () => shift.signOut(),
  speakOther: () => void translate(),
  shortcuts: () => void showShortcuts(),
  reload: () => location.reload(),
  loadCards: () => void loadCards(),
  choose: (status) => {
    // Whoever is on already, on another page or before a refresh, was asked then.
    if (status === "ready" && !store.state.checked && store.state.seat?.status === "away") store.dispatch({ type: "readiness", readiness: checking.begin() });
    else shift.choose(status);
  },
  tryChime: () => void checking.sound(),
  allowNotices: () => void checking.notices(),
  beginShift: () => {
    store.dispatch({ type: "checked" });
    shift.choose("ready");
  },
  notYet: () => store.dispatch({ type: "readiness", readiness: null }),
  askRelief: (asks) => store.dispatch({ type: "asks_relief", asks }),
  relieve: () => {
    actions.askRelief(false);
    shift.choose("relieved");
  },
  accept: (offer) => shift.accept(offer),
  decline: (offer) => shift.decline(offer),
  select: (conversation) => store.dispatch({ type: "selected", conversation }),
  show: (pane) => store.dispatch({ type: "pane", pane }),
  type: (conversation, text) => shift.type(conversation, text),
  press: (conversation) => {
    const text = find(store.state, conversation)?.draft ?? "";
    if (text.trim() === "" || !fits(text)) return;
    shift.press(conversation, textBody(text));
    reading?.follow.toEnd();
  },
  askEnd: (conversation, asks) => store.dispatch({ type: "talk", conversation, event: { type: "asks_end", asks } }),
  end: (conversation) => shift.end(conversation),
  assess: (conversation, risk) => shift.tell("risk.set", { conversation, risk }),
  hold: (conversation, onHold) => shift.tell("hold.set", { conversation, on_hold: onHold }),
  wish: (conversation, skill) => {
    const skills = skill === "" ? [] : [skill];
    store.dispatch({ type: "talk", conversation, event: { type: "wishes", skills } });
  },
  passOn: (conversation, skills) => shift.tell("conversation.pass_on", { conversation, skills }),
  company: (event, conversation) => {
    if (event === "conversation.join") store.dispatch({ type: "accepting", conversation });
    shift.tell(event, { conversation });
  },
  close: (conversation) => store.dispatch({ type: "closed", conversation }),
  country: (country) => store.dispatch({ type: "country", country }),
  preview: (card) => store.dispatch({ type: "preview", card }),
  sendCard: (conversation, id) => {
    shift.press(conversation, cardBody(id));
    store.dispatch({ type: "preview", card: null });
    store.dispatch({ type: "pane", pane: "talk" });
    reading?.follow.toEnd();
  },
  wantHelp: (conversation, wants) => shift.together.want(conversation, wants),
  come: (circle) => void shift.together.come(circle),
  giveBack: (circle) => shift.together.giveBack(circle),
  typeAside: (circle, text) => store.dispatch({ type: "circle", circle, event: { type: "drafted", text } }),
  sayAside: (circle, text) => shift.together.say(circle, text),
  toNewest: () => reading?.follow.toEnd(),
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
  // A line of the list that changed its place lost the keyboard on the way.
  if (document.activeElement === document.body && had instanceof HTMLElement && had.isConnected) had.focus();
  const target = aim(drawn, desk, { typesHere: hasKeyboard.matches });
  if (target !== null) focus(target);
  else if (had !== document.body && !had?.isConnected) focus(refuge(desk));
  if (forgets(drawn, desk)) hush();
  for (const { urgent, text } of news(drawn, desk)) (urgent ? alarm : announce)(text);
  if (desk.notice !== drawn.notice) {
    clearTimeout(noticePasses);
    if (desk.notice !== null) noticePasses = setTimeout(() => store.dispatch({ type: "notice", key: null }), NOTICE_STANDS_MS);
  }
  drawn = desk;
  // Before it has a seat, whoever looks is not counted among those who are on.
  doors.look(desk.screen === "desk" && connected(desk) && desk.fresh);
  const onScreen = readable(desk);
  if (onScreen !== null && reading !== null) {
    store.dispatch({ type: "talk", conversation: onScreen, event: { type: "saw", seq: reading.follow.lastInView() } });
  }
  if (desk.screen === "desk") seeAside(desk);
  ringing.callFor(calledFor(desk));
  shift.tend(onScreen);
}

/** What staff say among themselves was read where it can be seen. @param {Desk} desk */
function seeAside(desk) {
  for (const { circle, seen, held } of desk.circles) {
    const list = seen === held ? null : root.querySelector(`[data-circle="${circle}"]`);
    if (!(list instanceof HTMLElement) || list.clientHeight === 0 || document.visibilityState !== "visible") continue;
    list.scrollTop = list.scrollHeight;
    store.dispatch({ type: "circle", circle, event: { type: "saw" } });
  }
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

function showShortcuts() {
  const list = root.querySelector("#shortcuts");
  if (list instanceof HTMLDialogElement && !list.open) list.showModal();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { state } = store;
  if (state.screen !== "desk") return;
  const wanted = shortcut(event, event.target instanceof HTMLElement && event.target.matches("input, textarea"));
  // The dialog last: to look for it goes past every line of the conversation, and most keys are a letter.
  if (wanted === null || root.querySelector("dialog[open]") !== null) return;
  event.preventDefault();
  if (wanted.to === "help") showShortcuts();
  else if (wanted.to === "relief") actions.askRelief(true);
  else if (wanted.to === "talk") open(state.talks.find((talk) => talk.number === wanted.number) ?? null);
  else if (wanted.to === "waits") open(longestWaiting(state.talks));
  else go(wanted.to);
}

/** @param {Talk | null} talk */
function open(talk) {
  if (talk === null) return;
  actions.select(talk.conversation);
  go("field");
}

/** Once what was pressed is drawn, the keyboard is there. @param {keyof typeof PLACES} place */
function go(place) {
  const column = COLUMNS[place];
  if (column !== null) actions.show(column);
  queueMicrotask(() => focus(PLACES[place].find((one) => root.querySelector(one) !== null) ?? "h1"));
}

async function translate() {
  store.dispatch({ type: "notice", key: null });
  if (await speakOther("desk.title")) store.redraw();
  else store.dispatch({ type: "notice", key: "desk.failed" });
}

async function loadCards() {
  await loadDirectory().catch(() => undefined);
  store.redraw();
}

async function begin() {
  // Only here: on a young person's screen the browser's question could betray what the page is.
  addEventListener("beforeunload", (event) => holdsUnsent(store.state) && event.preventDefault());
  await openFrame(root, () => store.redraw());
  document.addEventListener("keydown", pressed);
  for (const press of ["keydown", "pointerup"]) document.addEventListener(press, () => store.state.muted && void ringing.unmute());
  const { country } = document.body.dataset;
  if (isCountry(country)) actions.country(country);
  void loadCards();
  await shift.entrance.begin();
}

void begin();
