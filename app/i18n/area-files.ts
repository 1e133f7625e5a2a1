/** The sentences of each area, by the path of their file: loaded when a page asks for them. */
export const areaFiles = import.meta.glob<{ default: Record<string, unknown> }>('./areas/*/*.json')
