/** The ticket: all this page ever writes to the device. */

import { Drawer } from "../shared/drawer.js";

const drawer = new Drawer("ticket");

/** The ticket of this tab; null when there is none. */
export const findTicket = () => drawer.find();

/** @param {string} ticket */
export const keepTicket = (ticket) => drawer.keep(ticket);

export const dropTicket = () => drawer.drop();
