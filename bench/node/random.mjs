// Seeded pseudo-random numbers (xoshiro128**), so that every machine prices the same runs.

/** Returns a function that draws a whole number from 0 up to, but not including, its argument. */
export function seededDraw(seed) {
  const state = new Uint32Array(4);
  let mixed = seed >>> 0;
  for (let word = 0; word < state.length; word += 1) {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let scrambled = mixed;
    scrambled = Math.imul(scrambled ^ (scrambled >>> 16), 0x85ebca6b);
    scrambled = Math.imul(scrambled ^ (scrambled >>> 13), 0xc2b2ae35);
    state[word] = scrambled ^ (scrambled >>> 16);
  }

  function nextWord() {
    const starred = Math.imul(rotateLeft(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotateLeft(state[3], 11);
    return starred;
  }

  return (limit) => Math.floor((nextWord() / 0x1_0000_0000) * limit);
}

function rotateLeft(word, bits) {
  return (word << bits) | (word >>> (32 - bits));
}
