/** Generated posters: what events without an uploaded cover show. */
export { POSTER_SHAPES, type PosterFacts, type PosterOptions, type PosterShape } from './facts.ts'
export { readPosterFacts } from './read-poster-facts.ts'
export { renderPoster } from './render-poster.ts'
export { type SocialPictureDeps, socialPicture } from './social-picture.ts'
