import assert from "node:assert/strict";
import { test } from "node:test";

import { parcels } from "../../static/js/shared/offering.js";
import { OFFER_MOST } from "../../static/js/shared/wire.js";
import { chances, message, notice, presence } from "./examples.js";

const FRAME_BYTES = 32 * 1024;

/** @param {object[]} parcel */
const bytes = (parcel) => Buffer.byteLength(JSON.stringify(parcel));

/** @param {number} seq @param {number} letters */
const long = (seq, letters) => message(seq, "seeker", "é".repeat(letters / 2));

/** @param {number} length */
const many = (length) => Array.from({ length }, (_, index) => message(index + 1, "seeker"));

test("nothing held makes no parcel, a short log makes one", () => {
  assert.deepEqual(parcels([]), []);
  assert.deepEqual(parcels(many(3)), [many(3)]);
});

test("what the desk said is given back too", () => {
  const lines = [message(1, "seeker"), presence(2, "joined"), notice(3, "frame")];
  assert.deepEqual(parcels(lines), [lines]);
});

test("a long log goes in parcels of so many lines, each beginning with the last one of the parcel before", () => {
  const packed = parcels(many(150));
  assert.deepEqual(packed.map((parcel) => parcel.length), [OFFER_MOST, OFFER_MOST, 24]);
  assert.deepEqual(packed[1]?.[0], packed[0]?.at(-1));
  assert.deepEqual([...(packed[0] ?? []), ...(packed[1]?.slice(1) ?? []), ...(packed[2]?.slice(1) ?? [])], many(150));
});

test("long lines go in parcels that fit into a frame, whatever their length, and none is left out", (context) => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  context.diagnostic(`SEED=${seed}`);
  const chance = chances(seed);
  for (let run = 0; run < 50; run += 1) {
    const lines = Array.from({ length: 40 }, (_, index) => long(index + 1, Math.floor(chance() * 12_000)));
    const packed = parcels(lines);
    assert.ok(packed.every((parcel) => bytes(parcel) < FRAME_BYTES - 1024), `SEED=${seed} run ${run}`);
    for (const [index, parcel] of packed.entries()) if (index > 0) assert.equal(parcel[0], packed[index - 1]?.at(-1));
    assert.deepEqual([...new Set(packed.flat())], lines);
  }
});

test("a line no page of ours could have written is left out, so that the others arrive", () => {
  const [first, last] = [message(1, "seeker"), message(3, "seeker")];
  assert.deepEqual(parcels([first, long(2, 30_000), last]), [[first, last]]);
});

test("a line of a kind this page does not know goes back as it came", () => {
  const whole = { seq: 1, kind: "weather", side: "desk", cmid: "w", proof: "p", text: "rain" };
  assert.deepEqual(parcels([{ seq: 1, kind: "other", side: "desk", cmid: "w", proof: "p", whole }]), [[whole]]);
});
