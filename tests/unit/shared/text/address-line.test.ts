import { expect, it } from 'vitest'
import { addressLine } from '#shared/text/address-line.ts'

it('names the city once', () => {
  const city = { en: 'Hangzhou', zh: '杭州' }
  expect(addressLine({ en: '28 Willow Causeway', zh: '柳堤路28号' }, city, 'en')).toBe('28 Willow Causeway, Hangzhou')
  expect(addressLine({ en: '', zh: '柳堤路28号' }, city, 'zh')).toBe('杭州 柳堤路28号')
  expect(addressLine({ en: '28 Willow Causeway, Hangzhou', zh: '' }, city, 'en')).toBe('28 Willow Causeway, Hangzhou')
  expect(addressLine({ en: '', zh: '杭州市拱墅区柳堤路28号' }, city, 'zh')).toBe('杭州市拱墅区柳堤路28号')
})
