/**
 * What somebody typed into a field of the server's page before the page came to life; call it in `setup`. Without this Vue
 * would overwrite it with what it knows.
 */
export function typedEarly(fieldId: string): string | null {
  if (!import.meta.client || !useNuxtApp().isHydrating) return null
  return (document.getElementById(fieldId) as HTMLInputElement | null)?.value || null
}
