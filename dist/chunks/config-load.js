import { g as parseConfiguration } from "./main-gate.js";

export { parseConfiguration };
