import { t as gate } from "./commands-gate-gate.js";

export { gate };
