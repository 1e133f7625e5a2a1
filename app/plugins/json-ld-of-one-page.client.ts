/** What the server wrote about the page that was opened says nothing of the one after it. */
export default defineNuxtPlugin((nuxtApp) => {
  const forget = useRouter().afterEach((to, from) => {
    if (nuxtApp.isHydrating || to.path === from.path) return
    document.querySelectorAll('script[type="application/ld+json"]').forEach(script => script.remove())
    forget()
  })
})
