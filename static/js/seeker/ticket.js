/**
 * The ticket: all this page ever writes to the device, for this tab only. With it a reload finds the conversation again.
 *
 * A browser that lets pages keep nothing is not refused: a reload then begins anew.
 */

const KEY = "ticket";

/** The ticket of this tab; null when there is none. */
export function findTicket() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} ticket */
export function keepTicket(ticket) {
  try {
    sessionStorage.setItem(KEY, ticket);
  } catch {
    return;
  }
}

export function dropTicket() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}
