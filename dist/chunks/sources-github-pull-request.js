import { a as readPullRequestCommits, i as readPullRequest, n as mostCommits, o as readReviews, r as mostReviews, s as reviewStates, t as commitOf } from "./sources-github-pull-request2.js";

export { commitOf, mostCommits, mostReviews, readPullRequest, readPullRequestCommits, readReviews, reviewStates };
