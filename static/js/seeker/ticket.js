/** What a tab keeps of itself on the device: its ticket, how many times it was loaded with one, and whether who has it said to stop. */

import { Drawer } from "../shared/drawer.js";

const drawer = new Drawer("ticket");
const stop = new Drawer("stop");
const loads = new Drawer("load");

/** The ticket of this tab; null when there is none. */
export const findTicket = () => drawer.find();

/** @param {string} ticket */
export const keepTicket = (ticket) => drawer.keep(ticket);

/** This page was loaded with a ticket: after so many others of this tab. */
export function countLoad() {
  const load = Number(loads.find() ?? 0) + 1;
  loads.keep(String(load));
  return load;
}

/** They said to stop, which the server may not know yet. */
export const keepStop = () => stop.keep("yes");

/** Whether they said so, on an earlier load of this page too. */
export const findStop = () => stop.find() !== null;

export function dropTicket() {
  drawer.drop();
  loads.drop();
  stop.drop();
}
