import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueryClient, UseMutationResult } from '@tanstack/react-query';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/contract.ts';
import { useClient } from './client-context.ts';
import { askAtOnce } from './follow-events.ts';
import type { ContractError } from './contract-error.ts';

type After = () => unknown;
interface Afterwards {
  readonly onSuccess?: After;
  readonly onError?: After;
  readonly onSettled?: After;
}
type Command<N extends CommandName> = UseMutationResult<CommandOutput<N>, ContractError, CommandInput<N>>;

/** A command as a mutation, and what happens once it is answered; what that answers is waited for. */
function useMutationOf<N extends CommandName>(name: N, afterwards: (cache: QueryClient) => Afterwards): Command<N> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({ mutationFn: (input: CommandInput<N>) => client.command(name, input), ...afterwards(cache) });
}

function askAgain(cache: QueryClient, subjects: readonly string[]): Promise<unknown> {
  return Promise.all(subjects.map((subject) => cache.invalidateQueries({ queryKey: [subject] })));
}

/** Afterwards, whatever the outcome, the subjects in `stale` are asked again; nobody waits for them. */
function useCommand<N extends CommandName>(name: N, stale: readonly string[]): Command<N> {
  return useMutationOf(name, (cache) => ({ onSettled: () => void askAgain(cache, stale) }));
}

/**
 * A decision on a row of a list. It is over only when what is stale has come: what is said to be done is on screen then, and the next key
 * meets the row as it is now. Only for screens that stay when the row goes: what follows a decision is dropped with the part that made it.
 */
function useRowDecision<N extends CommandName>(name: N, stale: readonly string[]): Command<N> {
  return useMutationOf(name, (cache) => ({ onSettled: () => askAgain(cache, stale) }));
}

/**
 * A command of which the engine announces what it changed: every window asks that again, this one too (`follow-events.ts`), and asking here
 * as well would be asking twice. A refusal changes nothing and is not announced; what was on screen then is asked again, for it is likely old.
 */
function useAnnounced<N extends CommandName>(name: N, onScreen: readonly string[]): Command<N> {
  return useMutationOf(name, (cache) => ({
    onSuccess: () => askAtOnce(cache),
    onError: () => void askAgain(cache, onScreen),
  }));
}

const DECISION = ['summary', 'match', 'posting'];
export const useApprove = () => useAnnounced('match.approve', DECISION);
export const useReject = () => useAnnounced('match.reject', DECISION);
export const useDecideLost = () => useAnnounced('dispute.decide', DECISION);
export const useUndo = () => useAnnounced('match.undo', DECISION);
export const useRedo = () => useAnnounced('match.redo', DECISION);
// Looking once more announces only what it found new.
export const useVerifyPosting = () => useCommand('posting.verify', DECISION);
export const useReplayPosting = () => useAnnounced('posting.replay', DECISION);
export const useSettlePosting = () => useAnnounced('posting.settle', DECISION);
export const useReversePosting = () => useAnnounced('posting.reverse', DECISION);
export const useDecideDuplicate = () => useAnnounced('duplicate.decide', ['duplicates', 'summary']);
export const useUndoDuplicate = () => useAnnounced('duplicate.undo', ['duplicates', 'summary']);
export const useDecideCustomer = () => useAnnounced('customer.decide', ['customers', 'summary']);
export const useUndoCustomer = () => useAnnounced('customer.undo', ['customers', 'summary']);
export const useRetireCustomer = () => useAnnounced('customer.retire', ['customers', 'summary']);
export const useConfirmBand = () => useAnnounced('customer.confirmBand', ['customers', 'summary']);
export const useRememberAlias = () => useAnnounced('alias.remember', ['customers']);
export const useChangeAlias = () => useAnnounced('alias.change', ['customers']);
export const useTurnAlias = () => useAnnounced('alias.turn', ['customers']);
export const useApproveInvoice = () => useRowDecision('invoice.approve', ['invoices', 'summary']);
export const useConfirmLink = () => useAnnounced('link.confirm', ['invoices', 'match']);
export const useWithdrawItem = () => useRowDecision('invoice.withdraw', ['invoices', 'summary', 'posting']);
export const useOpenOrder = () => useCommand('order.open', ['invoices']);
export const useCloseOrder = () => useRowDecision('order.close', ['invoices']);
export const useSendPostings = () => useCommand('posting.send', ['jobs']);
export const useApproveClearing = () => useRowDecision('clearing.approve', ['clearing', 'summary']);
export const useWithdrawClearing = () => useRowDecision('clearing.withdraw', ['clearing', 'summary', 'posting']);
export const useExportClearing = () => useCommand('clearing.export', []);
export const useImportFile = () => useCommand('file.import', ['jobs', 'files']);
export const useUndoFile = () => useCommand('file.undo', ['jobs', 'files']);
export const useOpenTwoFiles = () => useRowDecision('twoFiles.open', ['twoFiles']);
export const useRunTwoFiles = () => useCommand('twoFiles.run', ['twoFiles', 'jobs']);
export const useDecideTwoFiles = () => useRowDecision('twoFiles.decide', ['twoFiles']);
export const useUndoTwoFiles = () => useRowDecision('twoFiles.undo', ['twoFiles']);
export const useExportTwoFiles = () => useCommand('twoFiles.export', []);
export const useCloseTwoFiles = () => useCommand('twoFiles.close', ['twoFiles']);
export const useRunSync = () => useCommand('sync.run', ['jobs', 'connections']);
export const useAskAgain = () => useCommand('completeness.askAgain', ['jobs', 'connections', 'completeness']);
export const useVerifyAudit = () => useCommand('audit.verify', ['jobs', 'summary']);
export const useCancelJob = () => useCommand('job.cancel', ['jobs']);
export const useCheckProfile = () => useCommand('profile.check', []);
export const useSaveProfile = () => useCommand('profile.save', ['profile']);
export const useProposeMapping = () => useCommand('mapping.propose', ['mappings']);
export const useConfirmMapping = () => useCommand('mapping.confirm', ['mappings', 'connections']);
export const useEndMapping = () => useCommand('mapping.end', ['mappings']);
export const useDryRunRules = () => useCommand('rule.dryRun', ['jobs', 'rules']);
export const useTryRuleVersion = () => useCommand('rule.tryVersion', ['jobs', 'rules']);
export const useFindRules = () => useCommand('rule.findProposals', ['jobs', 'rules']);
export const useProposeRules = () => useCommand('rule.propose', ['rules']);
export const useEnableRules = () => useRowDecision('rule.enable', ['rules', 'jobs']);
export const useEndRules = () => useCommand('rule.end', ['rules']);
export const useProposeLinkModel = () => useCommand('linkModel.propose', ['jobs', 'rules']);
export const useEnableLinkModel = () => useRowDecision('linkModel.enable', ['rules', 'jobs']);
export const useEndLinkModel = () => useCommand('linkModel.end', ['rules']);
export const useChangeSchedule = () => useCommand('schedule.change', ['schedule', 'connections', 'profile']);
export const useDeclareDatabase = () => useCommand('database.declare', ['database', 'connections']);
export const useConfirmDatabase = () => useCommand('database.confirm', ['database', 'connections']);
export const useEndDeclaration = () => useCommand('database.end', ['database']);
export const useProposePerson = () => useCommand('people.propose', ['people']);
export const useConfirmPerson = () => useCommand('people.confirm', ['people', 'session']);
export const useEndPersonChange = () => useCommand('people.end', ['people']);
export const useConfirmSettings = () => useCommand('settings.confirm', ['people', 'profile', 'session']);
export const useEndSettings = () => useCommand('settings.end', ['people']);
export const useSignIn = () => useCommand('session.signIn', ['session', 'people', 'match', 'mappings', 'rules']);
export const useSignInByBrowser = () =>
  useCommand('session.signInByBrowser', ['session', 'people', 'match', 'mappings', 'rules']);
export const useSignOut = () => useCommand('session.signOut', ['session', 'people', 'match', 'mappings', 'rules']);
export const useNewAddress = () => useCommand('host.newAddress', []);
