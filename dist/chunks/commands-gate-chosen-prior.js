import { n as readChosenPrior, t as PriorError } from "./commands-gate-chosen-prior2.js";

export { PriorError, readChosenPrior };
