/** The counsellor's page as a function of its state. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { languageLink } from "../staff/frame.js";
import { staffLinks } from "../staff/links_view.js";
import { barred, otherRole, signInForm } from "../staff/sign_in.js";
import { cardColumn } from "./cards_view.js";
import { talkList } from "./list_view.js";
import { callCards } from "./help_view.js";
import { offerCard } from "./offer_view.js";
import { shortcutsButton, shortcutsList } from "./shortcuts_view.js";
import { connected, running } from "./state.js";
import { readinessPanel } from "./readiness_view.js";
import { statusStrips, statuses, reliefButton } from "./status_view.js";
import { openTalk } from "./talk_view.js";
import { awaitsAnswer, unread } from "./talk.js";
import { sides, teamColumn, unreadOfTeam } from "./team_view.js";

/** @import { Country } from "../shared/directory.js" */
/** @import { Chosen, Offer } from "../shared/shapes.js" */
/** @import { Entering } from "../staff/sign_in.js" */
/** @import { Desk, Pane } from "./state.js" */

/** @typedef {"conversation.join" | "conversation.leave" | "conversation.take_over" | "conversation.hand_over"} CompanyEvent */
/**
 * What a person can do here.
 * @typedef {{
 *   entering: Entering, askSignOut: (asks: boolean) => void, signOut: () => void,
 *   speakOther: () => void, shortcuts: () => void, reload: () => void, loadCards: () => void,
 *   tryChime: () => void, allowNotices: () => void, beginShift: () => void, notYet: () => void,
 *   choose: (status: Chosen) => void, askRelief: (asks: boolean) => void, relieve: () => void, accept: (offer: Offer) => void, decline: (offer: Offer) => void,
 *   select: (conversation: string) => void, show: (pane: Pane) => void,
 *   type: (conversation: string, text: string) => void, press: (conversation: string) => void,
 *   askEnd: (conversation: string, asks: boolean) => void, end: (conversation: string) => void,
 *   close: (conversation: string) => void, hold: (conversation: string, onHold: boolean) => void, assess: (conversation: string, risk: number) => void,
 *   wish: (conversation: string, skill: string) => void, passOn: (conversation: string, skills: readonly string[] | null) => void, company: (event: CompanyEvent, conversation: string) => void, country: (country: Country) => void, preview: (id: string | null) => void,
 *   sendCard: (conversation: string, id: string) => void, linesAppeared: (list: Element | undefined) => void,
 *   toNewest: () => void, wantHelp: (conversation: string, wants: boolean) => void,
 *   come: (circle: string) => void, giveBack: (circle: string) => void, typeAside: (circle: string, text: string) => void, sayAside: (circle: string, text: string) => void,
 * }} Actions
 */

/** @type {Pane[]} */
const PANES = ["list", "talk", "cards", "team"];

/** @param {Desk} desk @param {number} now @param {Actions} actions */
export function page(desk, now, actions) {
  switch (desk.screen) {
    case "starting":
      return html`<main class="aside-page">
        <h1 class="only-read" tabindex="-1">${t("desk.heading")}</h1>
        <p class="late" role="status">${desk.entry.refused === null ? t("desk.starting") : t("desk.no_answer")}</p>
      </main>`;
    case "sign_in":
      return html`<header class="desk-bar">${languageLink(actions.speakOther)}</header>
        <main class="aside-page">
          ${signInForm(desk.entry, desk.talks.some((talk) => talk.draft !== ""), actions.entering)}
        </main>`;
    case "other_role":
      return html`<header class="desk-bar">${languageLink(actions.speakOther)}</header>
        <main class="aside-page">
          ${desk.barred === null ? otherRole(t("desk.other_role.says"), desk.account, actions.signOut) : barred(desk.barred, desk.account, actions.signOut)}
        </main>`;
    case "desk":
      return html`<div class="desk" data-pane=${desk.pane} data-side=${desk.side}>
        <header>${bar(desk, actions)} ${strips(desk, now, actions)}</header>
        <main class="panes">
          <div class="left">${callCards(desk, now, actions)} ${offerCard(desk, now, actions)} ${talkList(desk, now, actions)}</div>
          ${openTalk(desk, now, actions)}
          <div class="right">${sides(desk, actions)} ${cardColumn(desk, actions)} ${teamColumn(desk, now, actions)}</div>
        </main>
        ${paneSwitch(desk, actions)} ${shortcutsList()}
      </div>`;
  }
}

/** @param {Desk} desk @param {Actions} actions */
function bar(desk, actions) {
  const leave = () => (running(desk) > 0 ? actions.askSignOut(true) : actions.signOut());
  return html`<div class="desk-bar">
    <h1 class="only-read" tabindex="-1">${t("desk.heading")}</h1>
    ${statuses(desk, actions)}
    <div class="bar-more">
      <span class="desk-name">${desk.seat?.name ?? desk.account?.name ?? nothing}</span>
      ${staffLinks(desk.account, "/desk", running(desk) > 0)} ${languageLink(actions.speakOther)} ${shortcutsButton(actions.shortcuts)} ${reliefButton(desk, actions)}
      <button class="button plain" id="sign-out" type="button" @click=${leave}>${t("desk.sign_out")}</button>
    </div>
  </div>`;
}

/** What has to be said above everything else. @param {Desk} desk @param {number} now @param {Actions} actions */
function strips(desk, now, actions) {
  const talks = running(desk);
  return html`<div class="strips">
    ${link(desk, actions)}
    ${readinessPanel(desk, actions)} ${desk.muted ? html`<p class="notice" data-muted>${t("desk.alert.muted")}</p>` : nothing} ${statusStrips(desk, now, actions)}
    ${desk.understaffed ? html`<p class="quiet">${t("desk.understaffed")}</p>` : nothing}
    ${desk.seat === null || desk.seat.backup === null ? nothing : backup(desk.seat.backup)}
    ${desk.notice === null ? nothing : html`<p class="notice">${t(desk.notice)}</p>`}
    ${desk.asksSignOut && talks > 0
      ? html`<div class="notice strip" id="asks-sign-out" tabindex="-1">
          <p>${t("desk.sign_out_sure", { count: talks })}</p>
          <button class="button main" type="button" @click=${actions.signOut}>${t("desk.sign_out_yes")}</button>
          <button class="button" type="button" @click=${() => actions.askSignOut(false)}>${t("desk.sign_out_no")}</button>
        </div>`
      : nothing}
  </div>`;
}

/** Whom a counsellor who leads the shift can call. @param {string} number */
function backup(number) {
  return html`<p class="quiet backup">${t("desk.backup")} <a href="tel:${number.replace(/[^+\d]/g, "")}">${number}</a></p>`;
}

/** @param {Desk} desk @param {Actions} actions */
function link(desk, actions) {
  if (desk.link?.code === "version") {
    return html`<div class="notice danger strip">
      <p>${t("desk.link.old")}</p>
      <button class="button" type="button" @click=${actions.reload}>${t("desk.link.reload")}</button>
    </div>`;
  }
  if (desk.link?.state === "lost") return html`<p class="notice danger">${t("desk.link.lost")}</p>`;
  if (desk.storageAway) return html`<p class="notice danger">${t("desk.link.storage")}</p>`;
  return connected(desk) ? nothing : html`<p class="notice late">${t("desk.link.connecting")}</p>`;
}

/** On a small screen one column stands alone. @param {Desk} desk @param {Actions} actions */
function paneSwitch(desk, actions) {
  const calling = desk.talks.filter((talk) => unread(talk) > 0 || awaitsAnswer(talk)).length;
  const aside = unreadOfTeam(desk);
  return html`<nav class="pane-switch" aria-label=${t("desk.pane.label")}>
    ${PANES.map(
      (pane) => html`<button
        class="button"
        type="button"
        aria-current=${desk.pane === pane ? "true" : "false"}
        @click=${() => actions.show(pane)}
      >
        ${paneWords(pane, calling, aside)}
      </button>`,
    )}
  </nav>`;
}

/** @param {Pane} pane @param {number} calling conversations that want something @param {number} aside lines of colleagues not read yet */
function paneWords(pane, calling, aside) {
  if (pane === "list" && calling > 0) return t("desk.pane.list_calls", { count: calling });
  return pane === "team" && aside > 0 ? t("desk.pane.team_new", { count: aside }) : t(`desk.pane.${pane}`);
}
