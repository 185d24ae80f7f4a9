import { describe, expect, it } from 'vitest';
import { resolveNames, selectionProblemText } from '../../src/core/selection.ts';

const known = [
  { id: 'router-bdg', name: 'Router Bandung' },
  { id: 'erp', name: 'ERP' },
];

function complaint(value: string, among = known): string {
  const found = resolveNames('server', [value], among);
  return 'problem' in found ? selectionProblemText(found.problem, among, 'en') : 'no problem';
}

describe('a server that was asked for', () => {
  it('is found by its id or its name, whatever the case', () => {
    expect(resolveNames('server', ['erp', 'router bandung', 'ROUTER-BDG'], known)).toEqual({
      ids: ['erp', 'router-bdg', 'router-bdg'],
    });
  });

  it('that does not exist is told with what was probably meant', () => {
    expect(complaint('router-bgd')).toBe('--server: no server "router-bgd"; did you mean "router-bdg"?');
    expect(complaint('ruter bandung')).toBe(
      '--server: no server "ruter bandung"; did you mean "Router Bandung"?',
    );
  });

  it('of which only a part was typed is told in full', () => {
    expect(complaint('bandung')).toBe('--server: no server "bandung"; did you mean "Router Bandung"?');
  });

  it('that resembles nothing is told with what there is', () => {
    expect(complaint('mainframe')).toBe('--server: no server "mainframe"; there are router-bdg, erp');
    expect(complaint('x', [])).toBe('--server: no server "x"; the configuration names no server');
  });

  it('cannot put control characters on the terminal', () => {
    expect(complaint('\u001b[2J')).not.toContain('\u001b');
  });
});
