import { i as reviewStream, n as chaseReviews, r as reviewOverride, t as askForReview } from "./commands-github-chasing.js";

export { chaseReviews };
