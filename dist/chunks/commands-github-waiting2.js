import { n as startAgain, r as wake, t as closeQuestion } from "./commands-github-waiting.js";

export { closeQuestion, startAgain, wake };
