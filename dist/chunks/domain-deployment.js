// src/domain/deployment.ts
/** Its place on the line is that of this commit. */
const lineCommit = ({ sha, release }) => release?.holds ?? sha;
/** When it first went through, in seconds; null where it never did. */
const succeededAt = ({ reports }) => reports.find(({ state }) => state === "succeeded")?.at ?? null;
/** When it was first said to have failed, in seconds; null where it never was. */
const failedAt = ({ reports }) => reports.find(({ state }) => state === "failed")?.at ?? null;
/** The same deployment told twice, in two lines or by two sources, is one; its name is that of where, what and when. */
const deploymentName = ({ environment, sha, startedAt }) => `${environment} ${sha} ${(/* @__PURE__ */ new Date(startedAt * 1e3)).toISOString()}`;

export { succeededAt as i, failedAt as n, lineCommit as r, deploymentName as t };
