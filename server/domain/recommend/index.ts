/** What somebody may like: events and people laid out in one space of 128 dimensions, nearest first. */
export { keepRecommendationsUp } from './keep-up.ts'
export { recentSimilar } from './recent-similar.ts'
export { type RecommendWish, recommendFor, similarTo } from './recommend.ts'
export { choosePersonal, hasRefused } from './refuse.ts'
