import "@patternfly/react-core/dist/styles/base.css";
import "./regent.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { apply, storedTheme } from "./session/theme";

apply(storedTheme());

const root = document.getElementById("root");
if (root === null) {
  throw new Error("index.html has no element #root");
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
