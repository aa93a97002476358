// The estimate that is edited: 20 lines over the 31 days of March, five of each kind. The numbers are drawn from a fixed
// seed, so that every machine edits the same one.

import { seededDraw } from "../node/random.mjs";

const SEED = 20_260_301;
const MONTH = "2026-03";
const LINES_OF_A_KIND = 5;
const HOURS_OF_A_WEEK = 168;
const MODELS = ["small-8b", "medium-32b", "large-70b", "small-8b", "embedding-600m"];
/** One line of the two that share a model asks for its free quota, so both are settled together. */
const WITH_FREE_QUOTA = 0;
/** This line has a reservation. */
const RESERVED = 1;

const draw = seededDraw(SEED);
const tier = () => "ABC"[draw(3)];
const seconds = (scaling) => ({ kind: "gpu_seconds", tier: tier(), scaling });

/** Nights are quiet, days are busy, and no two hours are alike. */
function week(mostAtNight, mostByDay) {
  return Array.from({ length: HOURS_OF_A_WEEK }, (_, hour) => {
    const isByDay = hour % 24 >= 8 && hour % 24 < 20;
    return `${(isByDay ? mostByDay / 2 + draw(mostByDay / 2) : draw(mostAtNight)) / 100}`;
  });
}

const KINDS = {
  steps: () =>
    seconds({
      mode: "steps",
      steps: [
        { from: "2026-03-03T08:00:00Z", instances: 1 + draw(3) },
        { from: "2026-03-10T12:30:00Z", instances: 5 + draw(3) },
        { from: "2026-03-24T18:00:00Z", instances: 0 },
      ],
    }),
  weekly: () =>
    seconds({
      mode: "weekly",
      instances: 1,
      windows: [
        { days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "18:00", instances: 3 + draw(4) },
        { days: ["sat", "sun"], from: "10:00", to: "16:00", instances: 2 },
      ],
    }),
  automatic: (index) =>
    seconds({
      mode: "automatic",
      minimum: 1,
      maximum: 8,
      concurrency: 2,
      scale_in_after_seconds: 300,
      load: { requests_per_second: week(40, 400), seconds_per_request: "3.5" },
      policies: Array.from({ length: index }, (_, policy) => ({
        cron: `${draw(60)} ${6 + 3 * policy} * * 1-5`,
        duration_seconds: 3_600,
        minimum: 2 + draw(3),
      })),
    }),
  tokens: (index) => ({
    kind: "tokens",
    model: MODELS[index],
    load: { requests_per_minute: week(100, 1_200), input: 800, cached_input: 50, output: 200, burst_minutes: 1 },
    reservation: index === RESERVED ? { tpm: 10_000 } : null,
    free_quota: index === WITH_FREE_QUOTA,
  }),
};

/** Of each kind, how many of its lines there are; they are named `steps 1` and so on. */
export const LINES = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, LINES_OF_A_KIND]));

/** The estimate. */
export const ESTIMATE = {
  schema: "tiermeter.estimate/1",
  month: MONTH,
  lines: Object.entries(KINDS).flatMap(([kind, line]) =>
    Array.from({ length: LINES_OF_A_KIND }, (_, index) => ({ name: `${kind} ${index + 1}`, ...line(index) })),
  ),
};

/** The part of a link behind the page's address, which opens the estimate. */
export const LINK = `#e=1.p.${Buffer.from(JSON.stringify({ estimate: ESTIMATE })).toString("base64url")}`;
