// Tells React's types of the element: its properties, and the event that carries the settlement.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { Estimate, Settlement } from "tiermeter";

interface CalculatorAttributes extends HTMLAttributes<HTMLElement> {
  value?: Estimate;
  readonly?: boolean;
  lazy?: boolean;
  theme?: "light" | "dark" | "auto";
  "ontiermeter-change"?: (event: CustomEvent<{ value: Estimate; settlement: Settlement }>) => void;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "tiermeter-calculator": DetailedHTMLProps<CalculatorAttributes, HTMLElement>;
    }
  }
}
