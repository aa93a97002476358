// Tells React's types of the element: its attributes, its properties, and its events.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { Estimate, PriceBook, Settlement } from "tiermeter";

interface CalculatorAttributes extends HTMLAttributes<HTMLElement> {
  value?: Estimate;
  priceBook?: PriceBook;
  tier?: string;
  instances?: number | string;
  hours?: number | string;
  month?: string;
  theme?: "light" | "dark" | "auto";
  "currency-display"?: "symbol" | "code" | "name";
  "price-book"?: string;
  readonly?: boolean;
  disabled?: boolean;
  lazy?: boolean;
  name?: string;
  "ontiermeter-ready"?: (event: CustomEvent<{ value: Estimate; settlement: Settlement }>) => void;
  "ontiermeter-change"?: (event: CustomEvent<{ value: Estimate; settlement: Settlement }>) => void;
  "ontiermeter-error"?: (event: CustomEvent<{ code: string; path: string; message: string }>) => void;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "tiermeter-calculator": DetailedHTMLProps<CalculatorAttributes, HTMLElement>;
    }
  }
}
