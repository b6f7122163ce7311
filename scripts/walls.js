/**
 * Who may import whom in static/js: values may travel, verbs may not. ESLint asks (eslint.config.js).
 *
 *   main.js -> everything of its page      drawing: templates, words, what a screen reader hears
 *   pure    -> pure                        speaking: the connection, the session, sending
 */

const PAGES = ["seeker", "counsellor", "supervisor", "invite", "people", "roster"];
/** The same events in, the same state out, in a browser and under node. */
const PURE = /^(\w+\/state|seeker\/(given|returned|standing|words)|counsellor\/(calling|circles|focus|handed_back|order|readiness|seat|shortcuts|talk)|staff\/(device|door|refusals|roles)|people\/(own_state|person)|roster\/(drafts|shapes)|shared\/(circle|difference|envelope|guards|lines|log|offering|outbox|reconnecting|shapes|wire))\.js$/;
const DRAWING =
  /^(\w+\/\w*view|seeker\/(herald|messages|talk|translation)|counsellor\/(news|words)|people\/words|staff\/(frame|sign_in)|shared\/(announce|card|door_words|field|i18n|scroll|visible))\.js$/;
const SPEAKING = /^(seeker\/(awake|away|doorway|ending|reunion|tabs|ticket|visit)|counsellor\/(checking|chime|confirming|courier|left_behind|ringing|shift|ticket|together|wishes)|supervisor\/watch|staff\/(asking|entrance|factors|passkey|session)|invite\/enrolling|people\/(office|own)|roster\/office|shared\/(circle_post|connection|door_watch|drawer|kept|letters|marks|reader|sender|typing))\.js$/;
const VENDOR = "shared/vendor.js";
/** Names the socket, and nothing else of what vendor.js has. */
const SOCKET = "shared/connection.js";

/**
 * Why *from* may not import *to*, both named from static/js on; null when it may.
 * @param {string} from
 * @param {string} to
 */
export function breach(from, to) {
  const [here = "", there = ""] = [from, to].map((file) => file.split("/")[0]);
  if (there === ".." || there === "..") return from === VENDOR ? null : "Third parties are named in shared/vendor.js only.";
  if (PAGES.includes(there) && there !== here) return "A page is no part of anything else: what two of them need is shared.";
  if (there === "staff" && here === "shared") return "What is shared knows nothing of who uses it.";
  if (PURE.test(from) && !PURE.test(to)) return "A pure module imports pure ones only.";
  if (DRAWING.test(from) && SPEAKING.test(to)) return "Only main.js sees both the connection and the page.";
  if (SPEAKING.test(from) && (DRAWING.test(to) || (to === VENDOR && from !== SOCKET))) {
    return "Only main.js sees both the connection and the page.";
  }
  return null;
}
