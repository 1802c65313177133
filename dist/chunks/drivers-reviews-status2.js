import { t as setStatus } from "./drivers-reviews-status.js";

export { setStatus };
