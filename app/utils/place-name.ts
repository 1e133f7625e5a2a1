export { placeName } from '#shared/seating/place-name.ts'
