// src/commands/github/job.ts
const fullName = ({ repository: { owner, repo } }) => `${owner}/${repo}`;

export { fullName as t };
