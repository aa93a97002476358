// Rule P1, shared by every contender that isn't this core.

const MILLISECONDS_PER_SECOND = 1000;

/** Whole seconds that a run is billed for: rounded up, at least one. The negated test refuses NaN too. */
export function billableSeconds(startedAtMs, stoppedAtMs) {
  if (!(stoppedAtMs >= startedAtMs)) {
    throw new RangeError(`the run ends at ${stoppedAtMs} ms, before its start at ${startedAtMs} ms`);
  }
  const seconds = Math.ceil((stoppedAtMs - startedAtMs) / MILLISECONDS_PER_SECOND);
  return seconds < 1 ? 1 : seconds;
}

/** Billable seconds by tier, in the order of `tiers`. They are whole and far below 2^53, so JS numbers add them exactly. */
export function secondsByTier({ startedAtMs, stoppedAtMs, tier, tiers }) {
  const seconds = new Float64Array(tiers.length);
  for (let run = 0; run < tier.length; run += 1) {
    if (tier[run] >= tiers.length) {
      throw new RangeError(`tier ${tier[run]} of run ${run} is not from 0 to ${tiers.length - 1}`);
    }
    seconds[tier[run]] += billableSeconds(startedAtMs[run], stoppedAtMs[run]);
  }
  return seconds;
}
