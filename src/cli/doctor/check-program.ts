import { versionLine } from "../../domain/version-line.ts";
import { findInstallation } from "../../wiring/installation.ts";
import { programVersion } from "../../wiring/version.ts";
import { doctorWords } from "../../words/commands/doctor.ts";
import type { Report } from "./report.ts";

/** Says which program this is and how it was installed: the first question of those who help. */
export const checkProgram = async (report: Report): Promise<void> => {
  const program = programVersion();
  const installed = await findInstallation();
  const found = doctorWords.program(versionLine(program), installed);
  report.good("s3-sftp", found, { program: { ...program, installed } });
};
