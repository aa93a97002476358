// Puts the functions of a wasm module in an order in which like ones stand beside each other: a compressor then finds
// more of one in the one before it. What the functions are in the end is only known behind wasm-opt, so it is asked
// for the order, of a copy that has been through it; wasm-opt itself keeps the order that it finds.
//
//   node xtask/scripts/like-beside-like.mjs FROM.wasm OPTIMISED.wasm TO.wasm
import { readFile, writeFile } from "node:fs/promises";

import binaryen from "../tools-npm/node_modules/binaryen/index.js";

import { functionBodies } from "./wasm-shares.mjs";

/** So many bytes in a row are compared. */
const PIECE_BYTES = 4;
/** Added to the size of what is compared, so that the smallest functions don't count as like everything. */
const LEAST_PIECES = 40;

const [from, optimised, to] = process.argv.slice(2);
const order = likeBesideLike(functionBodies(await readFile(optimised)));

binaryen.setDebugInfo(true);
const module = binaryen.readBinary(await readFile(from));
const functions = new Map();
for (let index = 0; index < module.getNumFunctions(); index += 1) {
  const found = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
  if (found.module === "") {
    functions.set(found.name, found);
  }
}
// What wasm-opt took out stays behind the others, and will be taken out again.
const names = new Set([...order.filter((name) => functions.has(name)), ...functions.keys()]);
for (const name of names) {
  const { params, results, vars, body } = functions.get(name);
  module.removeFunction(name);
  module.addFunction(name, params, results, vars, body);
}
await writeFile(to, module.emitBinary());

/** The names of functions, from the largest one on: each time the one of which most stands in the one before. */
function likeBesideLike(bodies) {
  const left = new Map([...bodies].map(([name, body]) => [name, piecesOf(body)]));
  const order = [];
  let [last] = [...left].reduce((largest, other) => (other[1].size > largest[1].size ? other : largest));
  while (last !== undefined) {
    order.push(last);
    const pieces = left.get(last);
    left.delete(last);
    let most = -1;
    last = undefined;
    for (const [name, others] of left) {
      const share = countOfBoth(pieces, others) / (others.size + LEAST_PIECES);
      if (share > most) {
        [most, last] = [share, name];
      }
    }
  }
  return order;
}

function piecesOf(body) {
  const pieces = new Set();
  for (let at = 0; at + PIECE_BYTES <= body.length; at += 1) {
    pieces.add(body.readUInt32LE(at));
  }
  return pieces;
}

function countOfBoth(one, other) {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let count = 0;
  for (const piece of few) {
    count += Number(many.has(piece));
  }
  return count;
}
