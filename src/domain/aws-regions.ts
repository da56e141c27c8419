/** A region of AWS, with the city or the part of a country that people know it by. */
export interface Region {
  readonly id: string;
  readonly place: string;
}

// AWS documentation, "AWS Regions", November 2026. Any other name can be typed.
const table = `
us-east-1 Virginia, United States
us-east-2 Ohio, United States
us-west-1 California, United States
us-west-2 Oregon, United States
ca-central-1 Montreal, Canada
ca-west-1 Calgary, Canada
mx-central-1 Querétaro, Mexico
sa-east-1 São Paulo, Brazil
eu-west-1 Dublin, Ireland
eu-west-2 London, United Kingdom
eu-west-3 Paris, France
eu-central-1 Frankfurt, Germany
eu-central-2 Zurich, Switzerland
eu-north-1 Stockholm, Sweden
eu-south-1 Milan, Italy
eu-south-2 Zaragoza, Spain
il-central-1 Tel Aviv, Israel
me-central-1 Dubai, United Arab Emirates
me-south-1 Manama, Bahrain
af-south-1 Cape Town, South Africa
ap-south-1 Mumbai, India
ap-south-2 Hyderabad, India
ap-southeast-1 Singapore
ap-southeast-2 Sydney, Australia
ap-southeast-3 Jakarta, Indonesia
ap-southeast-4 Melbourne, Australia
ap-southeast-5 Kuala Lumpur, Malaysia
ap-southeast-6 Auckland, New Zealand
ap-southeast-7 Bangkok, Thailand
ap-east-1 Hong Kong
ap-east-2 Taipei, Taiwan
ap-northeast-1 Tokyo, Japan
ap-northeast-2 Seoul, South Korea
ap-northeast-3 Osaka, Japan
cn-north-1 Beijing, China
cn-northwest-1 Ningxia, China
us-gov-east-1 Ohio, US government
us-gov-west-1 Oregon, US government
`;

/** All regions that we know by name. */
export const regions: readonly Region[] = table
  .trim()
  .split("\n")
  .map((line) => {
    const space = line.indexOf(" ");
    return { id: line.slice(0, space), place: line.slice(space + 1) };
  });

/** Where a region is; null for one that we do not know. */
export const regionPlace = (id: string): string | null =>
  regions.find((region) => region.id === id)?.place ?? null;
