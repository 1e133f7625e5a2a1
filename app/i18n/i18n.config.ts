export default defineI18nConfig(() => ({
  legacy: false,
  // Both languages have every message (a test sees to it), so nobody downloads a second language to fall back to.
  fallbackLocale: false
}))
