/** The seat's ticket: what this counsellor's page is given back by after a loss. Good only together with their live session. */

import { Drawer } from "../shared/drawer.js";

const drawer = new Drawer("seat");
/** @type {string | null} */
let newest = drawer.find();

/** The newest ticket of this tab; null when there is none. */
export const seatTicket = () => newest;

/** @param {string} ticket */
export function keepSeatTicket(ticket) {
  newest = ticket;
  drawer.keep(ticket);
}

export function dropSeatTicket() {
  newest = null;
  drawer.drop();
}
