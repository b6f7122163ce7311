/** The page of an invitation: the only module that sees both the server and the document. */

import { Store } from "../shared/store.js";
import { render } from "../shared/vendor.js";
import { deviceAim } from "../staff/device.js";
import { openFrame, speakOther } from "../staff/frame.js";
import { Enrolling } from "./enrolling.js";
import { START, apply, holdsCodes } from "./state.js";
import { page } from "./view.js";

/** @import { Invite } from "./state.js" */
/** @import { Actions } from "./view.js" */

// Before anything else: what stands in the address is seen over a shoulder, and kept by the browser's history.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname + location.search);
// Another link opened in the same tab only changes what stands behind the #.
addEventListener("hashchange", () => location.reload());

const root = /** @type {HTMLElement} */ (document.querySelector("#app"));
let drawn = START;
let copied = false;

const store = new Store(START, apply, draw);
const enrolling = new Enrolling(store, token);

/** @type {Actions} */
const actions = {
  speakOther: () => void translate(),
  begin: () => store.dispatch({ type: "to", screen: "password" }),
  choose: (password) => void enrolling.choose(password),
  kind: (kind) => store.dispatch({ type: "device", event: { type: "kind", kind } }),
  prove: (kind, label, code) => void (store.state.screen === "second" ? enrolling.add(kind, label, code) : enrolling.accept(kind, label, code)),
  print: () => print(),
  copy: () => void copy(),
  kept: () => void enrolling.openSecond(),
  later: () => store.dispatch({ type: "to", screen: "done" }),
};

/** @param {Invite} invite */
function draw(invite) {
  render(page(invite, copied, actions), root);
  if (invite.screen !== drawn.screen) focus(invite.screen === "password" ? "#password" : "h1");
  else if (drawn.sending && invite.refused !== null) focus("#password");
  else {
    const aim = deviceAim(drawn.device, invite.device);
    if (aim !== null) focus(aim);
  }
  drawn = invite;
}

/** @param {string} selector */
function focus(selector) {
  const target = root.querySelector(selector);
  if (target instanceof HTMLElement) target.focus();
}

async function copy() {
  try {
    await navigator.clipboard.writeText(store.state.recovery.join("\n"));
    copied = true;
  } catch {
    copied = false;
  }
  store.redraw();
}

async function translate() {
  if (await speakOther("invite.title")) store.redraw();
  else store.dispatch({ type: "refused", refused: "no_answer", seconds: 0 });
}

async function begin() {
  addEventListener("beforeunload", (event) => holdsCodes(store.state) && event.preventDefault());
  await openFrame(root, () => store.redraw());
  await enrolling.begin();
}

void begin();
