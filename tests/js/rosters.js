/** A roster to begin with. */

/** @import { Place, Roster, Shift } from "../../static/js/roster/shapes.js" */

/** @type {Place} */
export const SAM = { volunteer: "sam", name: "Sam", post: "counsellor", offered: false };
/** @type {Place} */
export const MO = { volunteer: "mo", name: "Mo", post: "counsellor", offered: false };

/** @type {Shift} */
export const SHIFT = {
  ...{ shift: "s1", version: 3, begins: 0, ends: 3600, minimum: 1, most: 2, led: true, note: null },
  ...{ cancelled: false, lacks: 0, lacks_lead: true, short: false, places: [SAM] },
};

/** @type {Roster} */
export const ROSTER = {
  ...{ now: 0, zone: "UTC", me: "sam", posts: ["counsellor"], plans: false, present: [], shifts: [SHIFT], people: [] },
  agreement: { until: 1, needed: 2, open: true, gaps: [], outside: [] },
};

/** The same with these shifts. @param {Shift[]} shifts @returns {Roster} */
export const with_ = (...shifts) => ({ ...ROSTER, shifts });
