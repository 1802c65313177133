import { t as setStatus } from "./drivers-reviews-status2.js";

export { setStatus };
