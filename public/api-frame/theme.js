// The theme that the reader chose on our pages (nuxt.config.ts, `colorMode`), or that of the system. Swagger UI looks for this class.
const chosen = localStorage.getItem('foyer-theme')
const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.classList.toggle('dark-mode', isDark)
