import { priceEstimate } from "./tiermeter/index.js";

// One instance for an hour, then two for another.
const estimate = {
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

const calculator = document.querySelector("tiermeter-calculator");
const total = document.querySelector("#total");

function show(settlement) {
  total.value = settlement.bills[0]?.exact_total ?? "0";
}

// Without the element, a function gives the same answer.
show(priceEstimate(estimate));

await customElements.whenDefined("tiermeter-calculator");
calculator.value = estimate;
calculator.addEventListener("tiermeter-change", (event) => show(event.detail.settlement));
