import { userInfo } from 'node:os';
import { readJobFiles, type JobFile } from '../../machine/job-files.ts';
import { runningPrograms } from '../../machine/processes.ts';
import { createResolver, type Resolver } from '../../probes/index.ts';
import type { IcmpEnv } from '../../probes/icmp/choose.ts';
import { thisInstallation, type Installation } from '../installation.ts';

/** What the doctor looks at besides configuration, state and network. */
export interface DoctorMeans {
  readonly installation: Installation;
  readonly nodeVersion: string;
  readonly user: string;
  /** IANA zone of the machine: cron's own. */
  readonly machineZone: string;
  /** Names of the programs that run; null: not known. */
  programs(): ReadonlySet<string> | null;
  jobFiles(): readonly JobFile[];
  resolver(): Resolver;
  readonly icmp: Partial<IcmpEnv>;
}

/** The machine on which this runs. */
export function thisMachine(): DoctorMeans {
  return {
    installation: thisInstallation(),
    nodeVersion: process.versions.node,
    user: userInfo().username,
    machineZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    programs: () => runningPrograms(),
    jobFiles: () => readJobFiles(),
    resolver: () => createResolver(),
    icmp: {},
  };
}
