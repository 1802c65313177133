import { n as waitingRunIn, r as wake, t as waitingLine } from "./commands-github-waiting.js";

export { waitingLine, waitingRunIn, wake };
