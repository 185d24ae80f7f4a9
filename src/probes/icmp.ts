/** ICMP probes: see `chooseBackend` for how a back end is found, and `IcmpBackend` for what it does. */
export { chooseBackend, type Choice, type ChooseOptions, type IcmpEnv } from './icmp/choose.ts';
export type {
  BackendName,
  IcmpBackend,
  IcmpTarget,
  ProbeOptions,
  Refusal,
  RefusalReason,
} from './icmp/types.ts';
