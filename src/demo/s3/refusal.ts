/** An error as S3 answers it: status, code, and fields of the error document beside it. */
export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly fields?: Readonly<Record<string, string>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.name = "S3Refusal";
    this.status = status;
    this.code = code;
    this.fields = more.fields ?? {};
    this.headers = more.headers ?? {};
  }
}

export const accessDenied = (): S3Refusal => new S3Refusal(403, "AccessDenied", "Access Denied");

export const noSuchBucket = (bucket: string): S3Refusal =>
  new S3Refusal(404, "NoSuchBucket", "The specified bucket does not exist", {
    fields: { BucketName: bucket },
  });

export const noSuchUpload = (): S3Refusal =>
  new S3Refusal(
    404,
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  );

export const noSuchKey = (key: string): S3Refusal =>
  new S3Refusal(404, "NoSuchKey", "The specified key does not exist.", { fields: { Key: key } });

export const preconditionFailed = (code: string): S3Refusal =>
  new S3Refusal(412, code, "At least one of the pre-conditions you specified did not hold", {
    fields: { Condition: "If-None-Match" },
  });

export const conditionUnknown = (): S3Refusal =>
  new S3Refusal(
    501,
    "NotImplemented",
    "A header you provided implies functionality that is not implemented",
    { fields: { Header: "If-None-Match" } },
  );

export const unsupportedHeader = (name: string): S3Refusal =>
  invalid("InvalidArgument", `Unsupported header '${name}' received for this API call.`);

export const malformedXml = (): S3Refusal =>
  invalid("MalformedXML", "The XML you provided was not well-formed");

export const hostMustNameBucket = (): S3Refusal =>
  new S3Refusal(
    403,
    "SecondLevelDomainForbidden",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please use virtual hosted style to access.",
  );

export const badDigest = (what: string): S3Refusal =>
  new S3Refusal(400, "BadDigest", `The ${what} you specified did not match what we received.`);

export const invalid = (code: string, message: string): S3Refusal =>
  new S3Refusal(400, code, message);
