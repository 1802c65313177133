import { i as wake, n as closeQuestion, r as startAgain, t as closeOutdated } from "./commands-github-waiting.js";

export { closeOutdated, closeQuestion, startAgain, wake };
