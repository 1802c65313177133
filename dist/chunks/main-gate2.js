import { t as runGate } from "./main-gate.js";

export { runGate };
