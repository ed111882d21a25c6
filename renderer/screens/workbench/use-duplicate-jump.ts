import { useRouter } from '@tanstack/react-router';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { useNotices } from '../../app/notice.ts';

/** Goes to the suspected duplicate that the movement on screen sits in, or says that there is none. */
export function useDuplicateJump(detail: MatchDetail | undefined): () => void {
  const { say } = useNotices();
  const router = useRouter();
  return () => {
    if (detail === undefined) return;
    if (detail.duplicate === null) return say('No duplicate of it is suspected.', 'hint');
    void router.navigate({ to: '/duplicates', search: { facet: 'open', row: detail.duplicate.clusterId } });
  };
}
