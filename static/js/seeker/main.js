/** The young person's page: joins the visit, the state and the screen. */

import { announce, openRegions } from "../shared/announce.js";
import { keepLoading } from "../shared/directory.js";
import { canBegin, doorWords } from "../shared/door_words.js";
import { DoorWatch } from "../shared/door_watch.js";
import { openExit } from "../shared/exit.js";
import { isLanguage, language, speak, t } from "../shared/i18n.js";
import { newestMessage } from "../shared/log.js";
import { Follow } from "../shared/scroll.js";
import { Store } from "../shared/store.js";
import { pause } from "../shared/turns.js";
import { nothing, render } from "../shared/vendor.js";
import { followKeyboard } from "../shared/visible.js";
import { Awake, canStayAwake } from "./awake.js";
import { Herald } from "./herald.js";
import { closeMenu, watchMenu } from "./menu.js";
import { isUnsafe } from "./safety.js";
import { START, apply, shows } from "./state.js";
import { trouble } from "./talk.js";
import { findTicket } from "./ticket.js";
import { countryShown, turnPage } from "./translation.js";
import { helpNow } from "./urgent.js";
import { screen } from "./view.js";
import { Visit } from "./visit.js";

/** @import { Door } from "../shared/shapes.js" */
/** @import { Event, State } from "./state.js" */
/** @import { Actions } from "./view.js" */

const AGAIN_MS = 3_000;

/** @param {string} id @returns {HTMLElement} */
function part(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no #${id}`);
  return found;
}

const place = part("screen");
const start = part("start");
const numbers = part("numbers");
const rest = part("rest");
const languageLink = /** @type {HTMLAnchorElement} */ (part("language"));
const languageFails = part("language-fails");
const countryLink = /** @type {HTMLAnchorElement} */ (part("country"));
const doorPlace = part("door");
const herald = new Herald();
const awake = new Awake((is) => store.dispatch({ type: "awake", awake: is }));
const doors = new DoorWatch(showDoor, language);

/** @type {Store<State, Event>} */
const store = new Store(START, apply, draw, shows);
const visit = new Visit(store, () => exit());

// Before anything that can take time or fail: leaving works from the first moment.
const exit = openExit(/** @type {HTMLAnchorElement} */ (part("exit")), document.body.dataset.exitSite ?? "/", () => {
  // What is still on its way finds no page any more.
  isOpen = false;
  return visit.escape();
});
part("exit-hint").hidden = false;

/** @type {Actions} */
const actions = {
  begin: (doorway) => visit.begin(language(), doorway),
  resume: () => visit.resume(findTicket() ?? undefined),
  leave: () => visit.leave(),
  ask: (asking) => store.dispatch({ type: "asked", asking }),
  stop: () => visit.stop(),
  finish: () => visit.finish(),
  restart: () => store.dispatch({ type: "restarted" }),
  reload: () => location.reload(),
  type: (text) => visit.type(text),
  press: () => {
    visit.press();
    following?.follow.toEnd();
    // While waiting the page scrolls as a whole, and what was written would push the field out of sight; it is drawn by then.
    queueMicrotask(() => place.querySelector(".composer")?.scrollIntoView({ block: "nearest" }));
  },
  putBack: (key) => store.dispatch({ type: "put_back", key }),
  welcome: (afresh) => visit.room.welcome(afresh),
  avoid: (name) => visit.room.avoid(name),
  answer: (safety) => visit.safety.give(safety),
  askWords: () => void visit.reunion.ask(language()),
  useWords: (typed) => void visit.reunion.use(typed),
  keepAwake: () => awake.set(!store.state.awake),
  toNewest: () => following?.follow.toEnd(),
};

/** Whether the page can do what it says. */
let isOpen = false;
/** @type {Door | null} */
let lastDoor = null;
/** What was said of the door last; null before anything was. @type {string | null} */
let doorSaid = null;
let shown = START.screen;
let asked = START.asking;
let answer = START.safety;
/** Whether the numbers for whoever is not safe stood there. */
let warned = false;
let troubled = false;
/** @type {{ list: Element, follow: Follow } | null} */
let following = null;

/** @param {State} state */
function draw(state) {
  const focused = document.activeElement;
  const atStart = state.screen === "start";
  start.hidden = !atStart;
  rest.hidden = !atStart;
  if (atStart) rest.append(numbers);
  doors.look(atStart && isOpen);
  const waits = state.view?.phase === "waiting";
  if (waits && canStayAwake && state.awake === null) awake.set(false);
  if (!waits && state.awake === true) awake.set(false);
  render(atStart ? nothing : screen(state, actions, numbers), place);
  document.body.dataset.screen = state.screen === "conversation" ? (state.view?.phase ?? "") : state.screen;
  const went = keepFocus(state, focused);
  // What it says would stand behind the menu.
  const isTroubled = trouble(state) !== null;
  if (isTroubled && !troubled) closeMenu();
  troubled = isTroubled;
  follow();
  herald.tell(state, went);
  report();
}

/**
 * Where the keyboard is after a change: on the new screen's heading, on the numbers once somebody is not safe, and never nowhere.
 * Gives what it went to; null when it stayed.
 * @param {State} state @param {Element | null} before @returns {HTMLElement | null}
 */
function keepFocus(state, before) {
  const changed = state.screen !== shown;
  shown = state.screen;
  const answered = asked !== null && state.asking === null;
  asked = state.asking;
  const lost = before !== null && before !== document.body && !before.isConnected;
  const saysUnsafe = state.safety !== answer && isUnsafe(state);
  answer = state.safety;
  const danger = place.querySelector("[data-danger]");
  const warns = danger !== null && (saysUnsafe || !warned);
  warned = danger !== null;
  // Whoever was writing when the connection came goes on writing.
  const writes = before instanceof HTMLTextAreaElement && before.isConnected;
  // Not every browser gives a button that is pressed the focus: the answer counts, not what was lost with it.
  if (!saysUnsafe && (writes || (!changed && !lost))) return null;
  const root = state.screen === "start" ? start : place;
  const wanted =
    (warns ? danger : null) ??
    root.querySelector("[data-question]") ??
    (answered ? root.querySelector("[data-asks]") : null) ??
    root.querySelector("[data-focus]");
  if (wanted instanceof HTMLElement) wanted.focus({ preventScroll: state.screen === "conversation" && !warns });
  if (changed && !warns) scrollTo(0, 0);
  return wanted instanceof HTMLElement ? wanted : null;
}

function follow() {
  const list = place.querySelector(".talk-body");
  if (!(list instanceof HTMLElement)) following = null;
  else if (following?.list !== list) following = { list, follow: new Follow(list) };
  following?.follow.settle();
}

/** What the other side may know: what is open here, and what was in view while somebody could look. */
function report() {
  const { state } = store;
  if (state.screen !== "conversation" && state.screen !== "ended") return;
  const delivered = newestMessage(state.log, "counsellor");
  const inView = following ? following.follow.lastInView() : delivered;
  const newest = place.querySelector(".newest");
  if (newest instanceof HTMLElement) newest.hidden = delivered <= inView;
  visit.drawn(delivered, document.hidden ? 0 : Math.min(delivered, inView));
}

/** What somebody new finds; while nobody can say, one may try. @param {Door | null} door */
function showDoor(door) {
  lastDoor = door;
  const said = door === null ? "" : doorWords(door, Date.now());
  doorPlace.textContent = said;
  part("friend").classList.remove("unready");
  const isShut = door !== null && !canBegin(door);
  for (const id of ["beginning", "begin", "friend"]) part(id).hidden = isShut;
  render(isShut ? helpNow(numbers) : nothing, part("door-help"));
  if (said !== doorSaid && doorSaid !== null && store.state.screen === "start") announce(said);
  doorSaid = said;
}

/** Everything in the language and for the country of now. */
function turn(country = countryShown()) {
  turnPage(numbers, languageLink, countryLink, country);
  if (isOpen) showDoor(lastDoor);
  doors.turn();
  store.redraw();
}

/** @param {string | undefined} wanted */
async function changeLanguage(wanted) {
  if (!isLanguage(wanted)) return;
  await speak(wanted);
  document.body.dataset.language = wanted;
  turn();
}

/** Until there are words, the page stands as the server wrote it. */
async function firstWords() {
  const { language: wanted } = document.body.dataset;
  for (let spoken = false; !spoken; ) {
    spoken = await changeLanguage(wanted).then(
      () => true,
      () => false,
    );
    if (!spoken) await pause(AGAIN_MS);
  }
}

async function open() {
  await firstWords();
  openRegions(document.body);
  followKeyboard();
  keepLoading(() => turn());
  languageLink.addEventListener("click", (event) => {
    event.preventDefault();
    const { href, lang } = languageLink;
    changeLanguage(lang).then(
      () => history.replaceState(null, "", href),
      () => {
        announce(t("common.language_fails"));
        languageFails.hidden = false;
      },
    );
  });
  for (const press of ["pointerdown", "keydown"]) {
    addEventListener(press, () => {
      // Hiding what is hidden would be styled anew at every key.
      if (!languageFails.hidden) languageFails.hidden = true;
    });
  }
  countryLink.addEventListener("click", (event) => {
    event.preventDefault();
    const { href } = countryLink;
    turn(countryShown() === "NL" ? "BE" : "NL");
    history.replaceState(null, "", href);
  });
  watchMenu();
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && store.state.asking !== null) actions.ask(null);
  });
  part("begin").addEventListener("click", () => actions.begin("young"));
  part("begin-friend").addEventListener("click", () => actions.begin("friend"));
  addEventListener("visibilitychange", report);
  place.addEventListener("scroll", report, { capture: true, passive: true });
  const ticket = findTicket();
  const [navigation] = performance.getEntriesByType("navigation");
  const reloaded = navigation instanceof PerformanceNavigationTiming && navigation.type === "reload";
  if (ticket !== null) reloaded ? visit.resume(ticket, false) : store.dispatch({ type: "found" });
  // Only now is it true that the chat works here. What said otherwise keeps its room, so that nothing moves.
  part("no-chat").classList.add("over");
  showDoor(null);
  isOpen = true;
  doors.look(store.state.screen === "start");
}

void open();
