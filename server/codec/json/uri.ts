/**
 * Are texts URIs?
 *
 * @source RFC 3986 appendix A: `URI`, with scheme; no relative references
 */

const unit = "[\\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2}";
const path = `(?:/(?:${unit})*)*`;
const authority = `(?:(?:[\\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})*@)?(?:\\[[0-9a-f:.v]+\\]|(?:[\\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*)(?::\\d*)?`;
const anyUri = new RegExp(
  `^[a-z][a-z0-9+.-]*:(?://${authority}${path}|/(?:(?:${unit})+${path})?|(?:${unit})+${path})(?:\\?(?:${unit}|[/?])*)?(?:#(?:${unit}|[/?])*)?$`,
  'i',
);

/** Most URIs of events, at a third of the price. Their schemes can be no prefixes. */
export const commonUri = /^(?:urn:|https?:\/\/[a-z0-9.-]+\/)[A-Za-z0-9\-._~:/?@!$&'()*+,;=]+$/;

export const isUri = (text: string): boolean => commonUri.test(text) || anyUri.test(text);
