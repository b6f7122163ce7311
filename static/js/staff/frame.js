/** What stands around a staff page: its language, its title, and how it begins. */

import { openRegions } from "../shared/announce.js";
import { isLanguage, language, speak, t } from "../shared/i18n.js";
import { html } from "../shared/vendor.js";

const AGAIN_MS = 3_000;
const TICK_MS = 1_000;

/**
 * Fetch the words of the page's language and empty the place the page is drawn in. From then on it is drawn every second, since
 * it shows times.
 * @param {HTMLElement} root @param {() => void} redraw
 */
export async function openFrame(root, redraw) {
  const wanted = document.body.dataset.language;
  while (!(await speaks(isLanguage(wanted) ? wanted : "nl"))) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  openRegions(document.body);
  root.replaceChildren();
  // A page that comes back out of the browser's memory would show what was there without anybody signed in.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.addEventListener("visibilitychange", redraw);
  setInterval(redraw, TICK_MS);
  redraw();
}

/** Draw the page in the other language; false when its words cannot be fetched. @param {string} title a key */
export async function speakOther(title) {
  if (!(await speaks(otherLanguage()))) return false;
  document.title = t(title);
  const practice = document.querySelector(".practice");
  if (practice !== null) practice.textContent = t("common.practice");
  return true;
}

/** The link to the page in the other language; with script the page stays and only its words change. @param {() => void} speakIt */
export function languageLink(speakIt) {
  /** @param {MouseEvent} event */
  const press = (event) => {
    event.preventDefault();
    speakIt();
  };
  const other = otherLanguage();
  return html`<a class="bar-end" href="?taal=${other}" lang=${other} hreflang=${other} @click=${press}>${t("common.other_language")}</a>`;
}

const otherLanguage = () => (language() === "nl" ? "en" : "nl");

/** @param {import("../shared/shapes.js").Language} wanted */
async function speaks(wanted) {
  try {
    await speak(wanted, "staff");
    return true;
  } catch {
    return false;
  }
}
