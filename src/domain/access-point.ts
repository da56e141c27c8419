/** An access point of AWS, which stands where a bucket's name may stand. */
export interface AccessPoint {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

// "arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME", or with a colon before the name: S3 "Access point ARNs".
const pattern =
  /^arn:(aws[a-z-]*):s3:([a-z0-9-]+):(\d{12}):accesspoint[/:]([a-z0-9][a-z0-9-]*[a-z0-9])/;

/** The access point that a text begins with, and what follows its name; null for anything else. */
export const readAccessPoint = (
  text: string,
): { readonly point: AccessPoint; readonly rest: string } | null => {
  const [whole = "", partition = "", region = "", account = "", name = ""] =
    pattern.exec(text) ?? [];
  const point = { partition, region, account, name };
  return whole === "" ? null : { point, rest: text.slice(whole.length) };
};

/** Its ARN in the form that is stored and compared. */
export const toArn = ({ partition, region, account, name }: AccessPoint): string =>
  `arn:${partition}:s3:${region}:${account}:accesspoint/${name}`;
