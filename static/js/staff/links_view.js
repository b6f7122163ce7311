/** The way from one staff page to the others, for who may be there. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { holdsSeat, keepsPeople, seesBoard, seesRoster } from "./door.js";

/** @import { Account } from "./session.js" */

/**
 * Links to the other pages.
 * @param {Account | null} account @param {"/desk" | "/board" | "/roster" | "/people"} here @param {boolean} [beside] they open beside this page: whoever left it would leave those they talk with
 */
export function staffLinks(account, here, beside = false) {
  if (account === null) return nothing;
  const pages = [
    { href: "/desk", may: holdsSeat(account), words: t("desk.links.desk") },
    { href: "/board", may: seesBoard(account), words: t("desk.links.board") },
    { href: "/roster", may: seesRoster(account), words: t("desk.links.roster") },
    { href: "/people", may: true, words: peopleWords(account) },
  ];
  return html`<nav class="staff-links" aria-label=${t("desk.links.label")}>
    ${pages
      .filter(({ href, may }) => may && href !== here)
      .map(
        ({ href, words }) =>
          html`<a href=${href} target=${beside ? "_blank" : "_self"}>${words}${beside ? html`<span class="only-read"> ${t("card.new_tab")}</span>` : nothing}</a>`,
      )}
  </nav>`;
}

/** Attempts under one's name that failed stand where everybody looks. @param {Account} account */
function peopleWords(account) {
  if (account.failed > 0) return t("desk.links.failed", { count: account.failed });
  return keepsPeople(account) ? t("desk.links.people") : t("desk.account.link");
}
