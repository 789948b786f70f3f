"""Every public service function that takes a store asks whether the person may, or says why not."""

from __future__ import annotations

import ast
from pathlib import Path

SERVICES = Path(__file__).resolve().parents[2] / "analysis" / "services"

EXEMPT: dict[str, str] = {
    "reads; every role may read, and who comes in at all is asked at the edge": """
        access.api_keys.api_keys webhooks.webhooks.webhooks
        access.accounts.sign_in_needed access.accounts.accounts access.accounts.has_password
        admin.audit_log.audit_actions admin.status.status admin.drift.drift
        data.erasure.traces
        data.erasure.held_exports data.erasure.outstanding
        annotation.annotation_sets.sets annotation.answering.next_item
        annotation.answering.my_annotations annotation.gold.gold_scores
        annotation.agreement.votes annotation.evidence_feedback.feedback
        data.batches.batch data.batches.batches data.retrying.export_quarantine
        data.remapping.stored_reading
        annotation.own_annotations.settled_labels annotation.set_progress.set_progress
        data.imports.quarantined data.scoring.stale data.scoring.anything_to_score
        learning.site_recalibration.calibration_basis
        learning.judgements.judged_comments learning.judgements.judged_facets
        learning.site_heads.heads_in_use learning.site_heads.version_in_use
        learning.site_heads.heads_versions learning.site_heads.learned_from
        measurement.change_summaries.change_summaries
        measurement.rule_statistics.rule_statistics measurement.run_summaries.summarise_run
        measurement.stored_scores.stored_scores
        moderation.claims.held_by_others
        moderation.claims.claims_around
        moderation.bulk_decisions.decided_in_batch
        moderation.reason_codes.reason_codes moderation.bulk_decisions.still_held_in_batch
        moderation.decision_feed.decision_feed
        moderation.queue.is_known moderation.review_session.first_free
        moderation.queue.queue_page moderation.queue.queue_counts moderation.queue.neighbour
        moderation.queue.gone_from moderation.queue.articles moderation.queue.sections
        moderation.queue.report_choices moderation.review.review moderation.thread.thread
        moderation.review_session.wanted moderation.shown.stamps
        moderation.bulk_form.bulk_form moderation.bulk_form.left_out_of_batch
        site.preparation.prepared site.rule_switches.disabled_rules
        site.rule_switches.word_lists site.site_pipeline.site_pipeline
        site.site_pipeline.site_combination site.site_pipeline.pipeline_version
        overview.home.home overview.author_page.author_page
        thresholds.profile_comparison.compare_versions thresholds.profiles.active_profile
        thresholds.profiles.profiles thresholds.previews.preview thresholds.previews.in_force
        thresholds.previews.histogram thresholds.label_answers.label_answers
        thresholds.profile_publishing.shadow_profile tone.tone_counts.tone_by_article
        tone.tone_counts.tone_by_section tone.tone_counts.tone_over_time
        tone.tone_lists.tone_list""",
    "is how a person becomes known, or leaves: nobody's role could be asked yet": """
        access.api_keys.keys_needed access.api_keys.any_key_in_force access.api_keys.key_of
        access.accounts.require access.sessions.sign_in
        access.sessions.session_account access.sessions.session_ends access.sessions.sign_out
        access.sso.sign_in_vouched access.sign_in_throttle.begin_attempt""",
    "puts on record that somebody may not": "access.refusals.record_refusal",
    "finishes what somebody who may has begun": """
        data.erasure.finish_erasures thresholds.queue_moves.settle
        webhooks.outbox.fill_outboxes webhooks.outbox.send_due""",
    "looks at a copy that nobody works on": "admin.integrity.inspect",
    "only gives back what the named person holds": """
        moderation.claims.let_go moderation.claims.end_walk
        moderation.review_session.leave""",
    "each claim, decision and annotation inside asks for its own permission": """
        moderation.review_session.start moderation.review_session.come_back
        moderation.review_session.handle_message""",
    "is a step of an import, which asked (or asks, at its end) for its permission": """
        data.batches.withdraw_rest data.retrying.retry data.pseudonyms.pseudonym_key
        data.import_account.keep_summary""",
    "moves the queues for its caller, which asked": "thresholds.queue_moves.queues_following",
    "keeps on record what its caller, which asked, begins and how it ends": """
        admin.audited.audited admin.audited.audited_end""",
    "gives the database its name once, whoever asks first": """
        moderation.review_commands.database_name""",
    "brings the database to this program's version; who can start the program may": """
        admin.upgrade.place_anew thresholds.profiles.keep_default_profile""",
}


def _public_without_a_question() -> set[str]:
    found = set()
    for path in SERVICES.rglob("*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
        module = ".".join(path.relative_to(SERVICES).with_suffix("").parts)
        for name, function in functions.items():
            if name.startswith("_") or not _takes_a_store(function):
                continue
            if not _asks(function, functions, set()):
                found.add(f"{module}.{name}")
    return found


def _takes_a_store(function: ast.FunctionDef) -> bool:
    arguments = function.args.args + function.args.kwonlyargs
    return any(a.annotation and "Store" in ast.unparse(a.annotation) for a in arguments)


def _asks(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    """Whether the function calls ``require``, itself or through another of its module."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name == "require":
                return True
            if name in functions and name not in seen:
                seen.add(name)
                if _asks(functions[name], functions, seen):
                    return True
    return False


def test_who_does_not_ask_for_a_permission_is_listed_with_the_reason() -> None:
    listed = [name for names in EXEMPT.values() for name in names.split()]
    assert len(listed) == len(set(listed))
    assert _public_without_a_question() - set(listed) == set(), "ask with require(), or list it"


def test_nobody_is_excused_who_asks_or_is_gone() -> None:
    listed = {name for names in EXEMPT.values() for name in names.split()}
    assert listed - _public_without_a_question() == set()
