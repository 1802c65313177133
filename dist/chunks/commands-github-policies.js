import { i as standingMode, n as policyReader, r as standingConfiguration, t as configurationAt } from "./commands-github-policies2.js";

export { standingMode };
