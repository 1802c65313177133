import { n as tellBroken, t as approvalWords } from "./commands-github-failing.js";

export { tellBroken };
