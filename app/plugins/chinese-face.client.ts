// Pages in English never pay for the Chinese face, and those in Chinese get it after they show: most systems have one of their own.
export default defineNuxtPlugin((nuxtApp) => {
  const load = (locale: string) => { if (locale === 'zh') void import('~/assets/fonts-zh.css') }
  nuxtApp.hook('app:mounted', () => load(nuxtApp.$i18n.locale.value))
  nuxtApp.hook('i18n:localeSwitched', ({ newLocale }) => load(newLocale))
})
