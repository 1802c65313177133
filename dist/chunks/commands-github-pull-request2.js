import { t as tellPullRequest } from "./commands-github-pull-request.js";

export { tellPullRequest };
