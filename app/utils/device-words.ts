export interface Device {
  /** `Chrome`, `Safari`; null where nobody knows. */
  browser: string | null
  /** `Android`, `macOS`. */
  system: string | null
  isMobile: boolean
}

/** In order: many browsers also name those that they descend from. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/i, 'WeChat'], [/Edg(e|A|iOS)?\//, 'Edge'], [/OPR\/|Opera/, 'Opera'], [/SamsungBrowser/, 'Samsung Internet'], [/HuaweiBrowser/, 'Huawei Browser'],
  [/Quark/, 'Quark'], [/UCBrowser|UBrowser/, 'UC Browser'], [/QQBrowser/, 'QQ Browser'], [/Firefox|FxiOS/, 'Firefox'], [/Chrome|CriOS|Chromium/, 'Chrome'], [/Safari/, 'Safari'], [/curl\//, 'curl']
]
const SYSTEMS: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/i, 'HarmonyOS'], [/Android/, 'Android'], [/iPad/, 'iPadOS'], [/iPhone|iPod/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X|Macintosh/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']
]

/** What a browser says of itself, in words that its owner knows it by. */
export function deviceOf(userAgent: string | null): Device {
  const named = (list: [RegExp, string][]) => list.find(([sign]) => userAgent && sign.test(userAgent))?.[1] ?? null
  return { browser: named(BROWSERS), system: named(SYSTEMS), isMobile: /Mobile|Android|iPhone|iPad/.test(userAgent ?? '') }
}
