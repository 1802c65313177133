import { n as policyReader, r as standingMode, t as configurationAt } from "./commands-github-policies.js";

export { standingMode };
