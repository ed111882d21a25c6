import { XML_LIMITS, type XmlLimits } from '../../http/xml-reader.ts';

/**
 * A WSDL or one of its schemas: the largest delivered ones have a few thousand elements. A WSDL declares a prefix a
 * message.
 */
export const DESCRIPTION_LIMITS: XmlLimits = {
  ...XML_LIMITS,
  maxLength: 16 * 1024 * 1024,
  maxElements: 200_000,
  maxAttributes: 1_024,
};

/** The answer of one component-interface operation. */
export const ANSWER_LIMITS: XmlLimits = { ...XML_LIMITS, maxLength: 16 * 1024 * 1024, maxElements: 500_000 };
