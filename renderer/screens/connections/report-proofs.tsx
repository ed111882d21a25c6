import type { ReactNode } from 'react';
import type { ReportProof } from '../../../shared/contract/completeness-proofs.ts';
import { reportPeriod, ReportProofTable } from '../../ui/report-proof-table.tsx';
import { Figure } from './figure.tsx';

/** What report files state of balances, a table for each file. */
export function ReportProofs({ reports }: { readonly reports: readonly ReportProof[] }): ReactNode {
  const imports = [...new Set(reports.map(({ importId }) => importId))];
  return imports.map((importId) => {
    const proofs = reports.filter((each) => each.importId === importId);
    const [first] = proofs;
    if (first === undefined) return null;
    return (
      <ReportProofTable
        key={importId}
        proofs={proofs}
        caption={`Stated by ${first.fileName}, ${reportPeriod(first)}`}
        held={({ category, currency }, text) => (
          <Figure
            of={{ figure: 'report', importId, category, currency }}
            title={`Rows held for ${category.replaceAll('_', ' ')}, ${currency}`}
            text={text}
          />
        )}
      />
    );
  });
}
