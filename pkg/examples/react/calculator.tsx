import { useState } from "react";
import { priceEstimate } from "tiermeter";
import "tiermeter/element";

import { workedExample } from "./worked-example";

/** The calculator with the worked example, and the exact total of whatever is entered. */
export function Calculator() {
  const [settlement, setSettlement] = useState(() => priceEstimate(workedExample));
  return (
    <main>
      <h1>What it will cost</h1>
      <tiermeter-calculator
        value={workedExample}
        ontiermeter-change={(event) => setSettlement(event.detail.settlement)}
      />
      <p>
        Exact total: <output id="total">{settlement.bills[0]?.exact_total ?? "0"}</output> {settlement.currency}
      </p>
    </main>
  );
}
