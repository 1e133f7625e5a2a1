import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import { DomainError } from '#shared/errors/domain-error.ts'

/** A mobile number as E.164. `country` (ISO 3166) is for numbers written without one. @throws `phone-invalid` */
export function mobileNumber(text: string, country?: string): string {
  const parsed = parsePhoneNumberFromString(text, country && isSupportedCountry(country) ? country satisfies CountryCode : undefined)
  // The metadata knows mobile numbers only: lines that no text message reaches, or that cost a fortune, are not valid here.
  if (!parsed?.isValid() || parsed.ext) throw new DomainError('phone-invalid', { errors: [{ path: 'phone', message: 'not a mobile number', code: 'phone-invalid' }] })
  return parsed.number
}
