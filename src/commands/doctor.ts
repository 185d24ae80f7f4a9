import type { Config } from '../core/config.ts';
import { environmentOf } from '../core/crontab.ts';
import { levelOf, type Finding } from '../core/findings.ts';
import { readCrontab } from '../machine/user-crontab.ts';
import { doctorText, jsonDoctor } from '../render/doctor.ts';
import { screenOf } from '../render/screen.ts';
import { configPath } from './config-path.ts';
import { examineConfig, type ConfigSeen } from './doctor/examine-config.ts';
import { examineCron, examineEnvironment, type CronQuestion } from './doctor/examine-cron.ts';
import { examineDns, examineHeartbeat, examineIcmp } from './doctor/examine-network.ts';
import { examineDelivery, examineLock, examineRun, examineState } from './doctor/examine-state.ts';
import { examineTelegram } from './doctor/examine-telegram.ts';
import { thisMachine, type DoctorMeans } from './doctor/means.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

export interface DoctorOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** The oldest Node that srvmon supports. */
const OLDEST_NODE = 20;

/**
 * Looks at everything that a check needs, in the order in which things go wrong, and changes nothing. Returns the exit code:
 * 0 without an error, 1 with one, 2 when the configuration cannot be used.
 */
export async function run(
  options: DoctorOptions,
  io: Io,
  means: DoctorMeans = thisMachine(),
): Promise<number> {
  const path = configPath(options.config, io.env);
  const crontab = readCrontab(io.env);
  const fromCrontab = crontab.kind === 'read' ? environmentOf(crontab.text) : {};
  const seen = await examineConfig(path, io.env, fromCrontab);
  const { config, language } = seen;
  const findings = [nodeFinding(means), ...seen.findings];
  const question = { path, crontab, means };
  if (config === null) findings.push(...examineCron({ ...question, runsLately: false }));
  else findings.push(...(await examineRest(config, question, seen, io)));
  const timezone = config?.timezone ?? means.machineZone;
  io.stdout(
    options.json === true
      ? jsonDoctor(findings, language)
      : doctorText(findings, screenOf(io, { language, timezone })),
  );
  if (config === null) return EXIT.usage;
  return findings.some((finding) => levelOf(finding) === 'error') ? EXIT.down : EXIT.done;
}

async function examineRest(
  config: Config,
  question: Omit<CronQuestion, 'runsLately'>,
  { variables, namesZone }: ConfigSeen,
  io: Io,
): Promise<Finding[]> {
  const { means } = question;
  const state = await examineState(config);
  const lastRun = examineRun(config, state.state, io.now());
  const runsLately = lastRun.some(({ code }) => code === 'run-fresh');
  const cron = examineCron({ ...question, runsLately });
  const isElsewhere = cron.some((finding) => finding.code === 'line-found' && finding.place !== 'crontab');
  return [
    ...(await examineIcmp(config, means)),
    ...(await examineDns(config, means)),
    ...(await examineTelegram(config, state.state, () => io.now())),
    zoneFinding(config, means, namesZone),
    ...state.findings,
    ...(await examineLock(config, io.now())),
    ...lastRun,
    ...cron,
    // What a timer or another user's cron hands on is not known here.
    ...(isElsewhere ? [] : await examineEnvironment({ ...question, runsLately }, variables)),
    ...(await examineHeartbeat(config)),
    ...examineDelivery(config, state.state, io.now()),
  ];
}

function nodeFinding({ nodeVersion, installation }: DoctorMeans): Finding {
  return Number(nodeVersion.split('.')[0]) < OLDEST_NODE
    ? { code: 'node-old', version: nodeVersion, wanted: OLDEST_NODE }
    : { code: 'node-fine', version: nodeVersion, path: installation.node };
}

/** A machine without a zone of its own runs on UTC, which is rarely what the readers of the alerts go by. */
function zoneFinding({ timezone }: Config, { machineZone }: DoctorMeans, isNamed: boolean): Finding {
  const isUnset = !isNamed && ['UTC', 'Etc/UTC'].includes(timezone);
  return isUnset
    ? { code: 'timezone-unset', timezone }
    : { code: 'timezone-fine', timezone, machine: machineZone };
}
