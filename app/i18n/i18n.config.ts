export default defineI18nConfig(() => ({
  legacy: false,
  fallbackLocale: 'en',
  // English counts in two forms, Chinese in one.
  pluralRules: { zh: () => 0 }
}))
