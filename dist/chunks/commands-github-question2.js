import { n as askAgain, r as noteHold, t as ask } from "./commands-github-question.js";

export { askAgain };
