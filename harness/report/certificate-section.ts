// Certificates → the section that says of each variant what "all of it" was, and whether all of it was run.
import { standingOf, type Certificate } from '../model/certificate.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import type { Screen } from './screen.ts';
import { wrapText } from './wrap-text.ts';

/** The lines; text in `certificates` must be printable already. */
export function renderCertificates(
  certificates: NonNullable<CampaignResult['certificates']>,
  screen: Screen,
): string[] {
  return [
    screen.paint('strong', 'Certificates: every case up to a bound of elements'),
    ...certificates.flatMap(({ certificate, file }) => ['', ...describe(certificate, file, screen)]),
  ];
}

function describe(certificate: Certificate, file: string, screen: Screen): string[] {
  const { scenario, variant, bound, runs, traces, estimate, findings, gaps, hash } = certificate;
  const standing = standingOf(certificate);
  const first = Math.min(...findings.map(({ firstCase }) => firstCase));
  const words = {
    clean: `clean: no case of at most ${countOf(bound, 'element')} breaks a promise`,
    refuted: `refuted: ${countOf(findings.length, 'finding')}, the first in run #${first}`,
    incomplete: 'incomplete: what was run is clean',
  }[standing];
  const lines = [
    `${countOf(runs, 'run')}, ${traces.isAll ? '' : 'at least '}${countOf(traces.count, 'different trace')}; estimated before: ${estimate === null ? 'not' : formatCount(estimate)}`,
    ...(standing === 'refuted' && gaps.length > 0 ? ['not all of it was run'] : []),
    ...gaps.map((gap) => `missing: ${gap}`),
    `hash ${hash}${file === '' ? '' : `, in ${file}`}`,
  ];
  return [
    `  ${screen.paint(standing === 'clean' ? 'good' : standing === 'refuted' ? 'bad' : 'warning', `${scenario}/${variant}, bound ${bound}: ${words}`)}`,
    ...lines.flatMap((line) => wrapText(line, screen.columns - INDENT.length).map((part) => INDENT + part)),
  ];
}

const INDENT = '    ';
