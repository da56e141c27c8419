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

export const preconditionFailed = (): S3Refusal =>
  new S3Refusal(
    412,
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    { fields: { Condition: "If-None-Match" } },
  );

export const badDigest = (what: string): S3Refusal =>
  new S3Refusal(400, "BadDigest", `The ${what} you specified did not match what we received.`);

export const invalid = (code: string, message: string): S3Refusal =>
  new S3Refusal(400, code, message);
