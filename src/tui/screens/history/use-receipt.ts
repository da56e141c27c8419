import { useEffect, useState } from "react";
import type { AppError } from "../../../domain/errors.ts";
import type { Receipt } from "../../../domain/receipt.ts";
import type { Result } from "../../../domain/result.ts";
import type { AppServices } from "../../services.ts";

/** A receipt by its id; null while it is read, a Result of null when it is not kept here. */
export const useReceipt = (
  services: AppServices,
  id: string,
): Result<Receipt | null, AppError> | null => {
  const [found, setFound] = useState<Result<Receipt | null, AppError> | null>(null);
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      const receipt = await services.receipt(id);
      if (isWanted) setFound(receipt);
    };
    // Failures are Results.
    void read();
    return () => {
      isWanted = false;
    };
  }, [services, id]);
  return found;
};
