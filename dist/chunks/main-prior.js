import { n as shippedPrior, t as priorIn } from "./main-prior2.js";

export { priorIn, shippedPrior };
