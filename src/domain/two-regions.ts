// AWS documentation, "AWS Regions": an area, one or more words, and one digit, as in us-gov-east-1.
const awsRegions = /^(?:[a-z]{2}(?:-[a-z]+)+-\d){2,}$/i;

/** True for names of AWS's regions one behind the other, with or without something in between: a paste of two lines. */
export const holdsTwoRegions = (text: string): boolean =>
  awsRegions.test(text.replace(/[\s,;/]+/gu, ""));
