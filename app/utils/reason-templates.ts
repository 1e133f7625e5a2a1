import type { Locale, LocalText } from '#shared/text/local-text.ts'

/** Reasons that are given again and again, to begin with. In both languages: the publisher may read another one than the admin. */
export const REASON_TEMPLATES: Record<'translation' | 'picture' | 'price' | 'place' | 'description' | 'rights', LocalText> = {
  translation: { en: 'The Chinese and the English text do not say the same. Please bring them together.', zh: '中英文内容不一致，请核对后统一。' },
  picture: { en: 'Please use a picture that you may use, that is sharp and does not show prices or contact details.', zh: '请使用有使用权、清晰且不含价格或联系方式的图片。' },
  price: { en: 'A price looks wrong. Please check the amounts and which seats they are for.', zh: '价格似有误，请核对金额及对应座位。' },
  place: { en: 'Time or place do not agree with the description. Please check both.', zh: '时间或地点与详情描述不符，请核对。' },
  description: { en: 'The description is too short for somebody to decide by. What will they see, for how long, and for whom is it?', zh: '详情过于简短，观众难以判断。请说明演出内容、时长及适合人群。' },
  rights: { en: 'Please tell us in the note that you hold the rights to put this on.', zh: '请在备注中说明您拥有该演出的授权。' }
}

/** The template in a language, or in both, one below the other. */
export function reasonText(name: keyof typeof REASON_TEMPLATES, language: Locale | 'both'): string {
  const text = REASON_TEMPLATES[name]
  return language === 'both' ? `${text.zh}\n${text.en}` : text[language]
}
