/** What opens under a keyboard is where one is then: `v-focus-here` on its first field. */
export const vFocusHere = { mounted: (element: HTMLElement) => element.focus() }
