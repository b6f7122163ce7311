import assert from "node:assert/strict";
import { test } from "node:test";
import { apply as applyToInvite, START as INVITE, stepOf } from "../../static/js/invite/state.js";
import { actsOn, givenBy, mentors } from "../../static/js/people/person.js";
import { OWN, withOwn } from "../../static/js/people/own_state.js";
import { START, apply, current } from "../../static/js/people/state.js";
import { ROLES } from "../../static/js/staff/roles.js";
import { accountOf } from "./examples.js";

/** @import { Person } from "../../static/js/people/person.js" */
/** @import { PeopleEvent } from "../../static/js/people/state.js" */
/** @import { InviteEvent } from "../../static/js/invite/state.js" */

/** @param {string} name @param {Partial<Person>} [more] @returns {Person} */
const person = (name, more) => ({
  ...{ id: `id of ${name}`, name, roles: ["counsellor"], languages: ["nl"], capacity: 1, leads: false, mentor: null, skills: [], vog: null },
  ...{ state: "active", practice: false, seat: null, link_until: null, reset_asked_by: null, factors: 1 },
  ...more,
});
const noor = accountOf("Noor", "supervisor");
const admin = accountOf("Ada", "administrator");
/** @param {PeopleEvent[]} events */
const after = (...events) => events.reduce(apply, START);
const signedIn = after({ type: "account", account: noor }, { type: "list", people: [person("Noor", { roles: ["supervisor"] }), person("Sam")] });
const sam = person("Sam");

test("nobody does anything about their own account, and a supervisor nothing about an administrator's", () => {
  assert.deepEqual(actsOn(person("Noor"), noor), []);
  assert.deepEqual(actsOn(sam, noor), ["reset", "disable"]);
  assert.deepEqual(actsOn(person("Sam", { state: "disabled" }), noor), ["enable"]);
  assert.deepEqual(actsOn(person("Ada", { roles: ["administrator"] }), noor), []);
  assert.deepEqual(actsOn(person("Kim", { roles: ["supervisor"] }), noor), ["reset", "disable"]);
  assert.deepEqual(actsOn(person("Kim", { roles: ["supervisor"] }), admin), ["reset", "disable", "remove"]);
  assert.deepEqual(actsOn(sam, accountOf("Kim", "counsellor")), []);
});

test("who never came gets another link, and is not switched off", () => {
  assert.deepEqual(actsOn(person("Sam", { state: "invited" }), noor), ["link", "remove"]);
});

test("whoever asked that somebody begins anew cannot be the second to say so", () => {
  assert.deepEqual(actsOn(person("Sam", { reset_asked_by: "Noor" }), noor), ["reset_withdraw", "disable"]);
  assert.deepEqual(actsOn(person("Sam", { reset_asked_by: "Kim" }), noor), ["reset_confirm", "reset_withdraw", "disable"]);
});

test("a supervisor gives the roles of those who talk, an administrator all", () => {
  assert.deepEqual(givenBy(noor.may, ROLES), ["counsellor", "young_counsellor", "trainee"]);
  assert.deepEqual(givenBy(admin.may, ROLES), ROLES);
});

test("nobody is their own mentor, and nobody who is switched off", () => {
  const people = [sam, person("Kim", { state: "disabled" }), person("Bo", { roles: ["trainee"] }), person("Noor", { roles: ["supervisor"] })];
  assert.deepEqual(mentors(people, sam.id).map(({ name }) => name), ["Noor"]);
});

test("who looks after no accounts finds their own", () => {
  assert.equal(after({ type: "account", account: accountOf("Sam", "counsellor") }).place, "own");
  assert.equal(signedIn.place, "list");
});

test("the list that comes again leaves the opened page as it is, but shows what is now", () => {
  const opened = [{ type: "to", place: "person", person: sam }, { type: "list", people: [person("Sam", { capacity: 3 })] }].reduce(
    (people, event) => apply(people, /** @type {PeopleEvent} */ (event)),
    signedIn,
  );
  assert.equal(opened.opened?.capacity, 1);
  assert.equal(current(opened)?.capacity, 3);
});

test("a refusal stays with its form until something else is done", () => {
  const refused = [{ type: "to", place: "invite", person: null }, { type: "sending", form: "invite" }, { type: "refused", refused: "name_taken", seconds: 0 }].reduce(
    (people, event) => apply(people, /** @type {PeopleEvent} */ (event)),
    signedIn,
  );
  assert.deepEqual([refused.form, refused.refused, refused.sending, refused.place], ["invite", "name_taken", false, "invite"]);
  assert.equal(apply(refused, { type: "to", place: "list", person: null }).refused, null);
});

test("what was asked once is not asked any more when it was refused", () => {
  const asked = apply(apply(signedIn, { type: "to", place: "person", person: sam }), { type: "asking", act: "disable" });
  const refused = apply(apply(asked, { type: "sending", form: "act" }), { type: "refused", refused: "last_administrator", seconds: 0 });
  assert.deepEqual([asked.asking, refused.asking, refused.refused], ["disable", null, "last_administrator"]);
  const removing = withOwn(OWN, { type: "asking", asking: { remove: "x" } });
  assert.equal(withOwn(removing, { type: "refused", refused: "last_factor", seconds: 0 }).asking, null);
});

test("a link is shown until another place is opened, and its person stands in the list", () => {
  const made = apply(signedIn, { type: "made", made: { name: "Bo", link: "https://x/invite#y", until: 1, anew: false }, person: person("Bo", { state: "invited" }) });
  assert.equal(made.place, "made");
  assert.equal(made.people?.length, 3);
  assert.equal(apply(made, { type: "to", place: "list", person: null }).made, null);
});

test("of an account that was removed nothing is left on the page", () => {
  const removed = apply(apply(signedIn, { type: "to", place: "person", person: sam }), { type: "saved", form: "act", person: null });
  assert.equal(removed.place, "list");
  assert.deepEqual(removed.people?.map(({ name }) => name), ["Noor"]);
});

test("a session that ran out keeps the page for the same account and nothing for another", () => {
  const typing = apply(apply(signedIn, { type: "to", place: "invite", person: null }), { type: "expired" });
  assert.equal(typing.screen, "sign_in");
  assert.equal(apply(typing, { type: "account", account: noor }).place, "invite");
  assert.equal(apply(typing, { type: "account", account: admin }).people, null);
});

test("signing out leaves nothing", () => {
  assert.deepEqual(apply(signedIn, { type: "signed_out", told: true }), { ...START, screen: "sign_in" });
});

/** @param {InviteEvent[]} events */
const invited = (...events) => events.reduce(applyToInvite, INVITE);
/** @type {InviteEvent} */
const opened = { type: "opened", name: "Bo", anew: false };

test("an invitation goes from step to step, and opened again it goes on where it was", () => {
  assert.equal(invited(opened).screen, "welcome");
  const at = invited(opened, { type: "to", screen: "device" });
  assert.deepEqual(stepOf(at), { step: 2, steps: 4 });
  assert.equal(applyToInvite(at, opened).screen, "device");
  assert.equal(stepOf(invited(opened)), null);
});

test("a link that is gone leaves nothing of whom it was for", () => {
  assert.deepEqual(invited(opened, { type: "gone" }), { ...INVITE, screen: "gone" });
});
