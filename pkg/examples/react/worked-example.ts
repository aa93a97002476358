import type { Estimate } from "tiermeter";

/** One instance for an hour, then two for another. */
export const workedExample: Estimate = {
  schema: "tiermeter.estimate/1",
  month: "2026-03",
  lines: [
    {
      name: "chat",
      kind: "gpu_seconds",
      tier: "A",
      scaling: {
        mode: "steps",
        steps: [
          { from: "2026-03-03T10:00:00Z", instances: 1 },
          { from: "2026-03-03T11:00:00Z", instances: 2 },
          { from: "2026-03-03T12:00:00Z", instances: 0 },
        ],
      },
    },
  ],
};
