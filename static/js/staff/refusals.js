/** What the room of people refuses, as far as the pages have words for it. Pure. */

const WITH_WORDS = new Set([
  ...["no_answer", "storage", "busy", "forbidden", "not_signed_in", "sign_in_again"],
  ...["password_length", "password_common", "code_refused", "enrolment_gone", "too_many_factors", "last_factor", "unknown_factor"],
  ...["passkey_cancelled", "passkey_known", "passkey_unfit"],
  ...["name_invalid", "name_taken", "role_missing", "roles_apart", "language_invalid", "capacity_invalid", "skill_invalid", "mentor_invalid"],
  ...["vog_invalid", "not_oneself", "last_administrator", "not_invited", "second_person_needed", "not_active", "unknown_volunteer"],
]);

/** The code under which there are words for this refusal: a page that says nothing would look as if it had worked. @param {string} code */
export const wordsOf = (code) => (WITH_WORDS.has(code) ? code : "internal");
