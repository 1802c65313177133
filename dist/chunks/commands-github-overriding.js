import { n as overrideBy, t as declareEmergency } from "./commands-github-overriding2.js";

export { declareEmergency };
