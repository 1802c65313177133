import { n as deploymentsInClone, t as deploymentsByTags } from "./commands-learn-tagged-deployments2.js";

export { deploymentsByTags };
