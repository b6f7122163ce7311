/** What a tab keeps of itself on the device: its ticket, and whether who has it said to stop. */

import { Drawer } from "../shared/drawer.js";

const drawer = new Drawer("ticket");
const stop = new Drawer("stop");

/** The ticket of this tab; null when there is none. */
export const findTicket = () => drawer.find();

/** @param {string} ticket */
export const keepTicket = (ticket) => drawer.keep(ticket);

/** They said to stop, which the server may not know yet. */
export const keepStop = () => stop.keep("yes");

/** Whether they said so, on an earlier load of this page too. */
export const findStop = () => stop.find() !== null;

export function dropTicket() {
  drawer.drop();
  stop.drop();
}
