import { n as judgePullRequest, r as ledgerOf, t as judgeDeployment } from "./commands-github-judging.js";

export { judgeDeployment, judgePullRequest, ledgerOf };
