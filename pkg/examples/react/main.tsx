import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Calculator } from "./calculator";

const app = document.querySelector("#app");
if (app !== null) {
  createRoot(app).render(
    <StrictMode>
      <Calculator />
    </StrictMode>,
  );
}
