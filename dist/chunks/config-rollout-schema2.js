import { n as sections, t as rolloutPlanSchema } from "./config-rollout-schema.js";

export { rolloutPlanSchema, sections };
