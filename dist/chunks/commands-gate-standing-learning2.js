import { t as computeStanding } from "./commands-gate-standing-learning.js";

export { computeStanding };
