/** What a tab keeps of itself on the device: its ticket, which of its pages was asked for last and how often it was loaded since, and whether who has it said to stop. */

import { Drawer } from "../shared/drawer.js";

const drawer = new Drawer("ticket");
const stop = new Drawer("stop");
const loads = new Drawer("load");

/** The ticket of this tab; null when there is none. */
export const findTicket = () => drawer.find();

/** A page of this tab, and after how many loads from that one the present page came. @typedef {{ tab: string, load: number }} Load */

/** @param {string} ticket @param {Load} load */
export function keepTicket(ticket, load) {
  drawer.keep(ticket);
  keepLoad(load);
}

/** @param {Load} load */
const keepLoad = ({ tab, load }) => loads.keep(`${tab}.${load}`);

/** The present page came by loading this tab anew; null where nothing is known of that, as of a page from before an upgrade. @returns {Load | null} */
export function countLoad() {
  const [tab = "", load = ""] = (loads.find() ?? "").split(".");
  if (!/^\d{1,6}$/.test(load)) return null;
  const next = { tab, load: Number(load) + 1 };
  keepLoad(next);
  return next;
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
