/** Stands in for Tailwind's palettes, which Nuxt UI looks up for names that a theme does not define. Ours defines all it uses (main.css). */
export default {}
